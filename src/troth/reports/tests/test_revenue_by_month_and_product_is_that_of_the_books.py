"""Revenue by month and product is what was invoiced, less what was taken back."""

from datetime import date

import pytest
from pytest_django import Settings

from troth.billing.credit import credit
from troth.billing.receive import receive
from troth.billing.write_off import write_off
from troth.reports.period import Period
from troth.reports.revenue import revenue, revenue_tables
from troth.reports.tests.ledger import customer, day_of, in_cyprus, invoiced

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture(autouse=True)
def seller(settings: Settings) -> None:
    in_cyprus(settings)


def test_by_product_and_month() -> None:
    one, other = customer(), customer("DE")
    first = invoiced(one, day_of(5), 100_00, 50_00)
    invoiced(other, day_of(6), 30_00)
    invoiced(one, day_of(7), 1_00)
    credit(first, {first.lines.get(product="Server"): 20_00}, at=day_of(6))

    (found,) = revenue(Period(date(2026, 5, 1), date(2026, 6, 30)))

    assert found.by == {
        ("Hosting", MAY): 100_00,
        ("Server", MAY): 50_00,
        ("Hosting", JUNE): 30_00,
        ("Server", JUNE): -20_00,
    }
    assert found.sum == found.books == 160_00


def test_what_is_paid_or_given_up_changes_none_of_it() -> None:
    account = customer()
    paid, lost = invoiced(account, day_of(5), 10_00), invoiced(account, day_of(5), 10_00)
    receive(account, paid.total, "EUR", at=day_of(6), method="transfer", allocate={paid: 11_90})
    write_off(lost, at=day_of(6))

    (found,) = revenue(Period.named("2026"))

    assert found.by == {("Hosting", MAY): 20_00}
    assert found.sum == found.books


def test_each_currency_is_a_table_of_its_own() -> None:
    account = customer()
    invoiced(account, day_of(5), 10_00)
    invoiced(account, day_of(5), 0, 7_00, currency="USD")

    euros, dollars = revenue_tables(Period.named("2026-05"))

    assert euros.plain == [
        ["Product", "May 2026 (EUR)", "Sum (EUR)"],
        ["Hosting", "10.00", "10.00"],
        ["Sum", "10.00", "10.00"],
    ]
    assert dollars.plain[1] == ["Server", "7.00", "7.00"]
    assert dollars.currency == "USD"


def test_a_day_is_the_providers(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Nicosia"
    invoiced(customer(), day_of(5, 31).replace(hour=22), 10_00)  # one o'clock in Nicosia

    (found,) = revenue(Period.named("2026-06"))

    assert found.by == {("Hosting", JUNE): 10_00}
    assert found.sum == found.books
