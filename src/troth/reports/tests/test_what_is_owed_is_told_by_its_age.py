"""What is owed on a day is told by account and age, and is what the books say."""

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from troth.billing.receive import receive
from troth.reports.aged import aged
from troth.reports.tests.ledger import customer, day_of, in_cyprus, invoiced

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def seller(settings: Settings) -> None:
    in_cyprus(settings)


@pytest.mark.parametrize(
    ("late", "age"),
    [(-14, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (900, 4)],
)
def test_an_age(late: int, age: int) -> None:
    account = customer()
    invoiced(account, day_of(6), 10_00, due=ON - timedelta(late))

    (found,) = aged(ON)

    assert found.by == {account.pk: [11_90 if each == age else 0 for each in range(5)]}
    assert sum(found.sums) == found.books == 11_90


def test_a_day_knows_nothing_of_the_next() -> None:
    account = customer()
    invoice = invoiced(account, day_of(5), 10_00, due=date(2026, 5, 24))
    invoiced(account, day_of(6, 16), 10_00)
    paid = invoiced(customer(), day_of(5), 10_00)
    receive(paid.account, 11_90, "EUR", at=day_of(6, 1), method="transfer")
    receive(account, 1_90, "EUR", at=day_of(6, 1), method="transfer", allocate={invoice: 1_90})
    receive(account, 10_00, "EUR", at=day_of(6, 16), method="transfer", allocate={invoice: 10_00})

    assert [(each.by, each.books) for each in aged(ON)] == [
        ({account.pk: [0, 10_00, 0, 0, 0]}, 10_00)
    ]
    assert [sum(each.sums) for each in aged(date(2026, 6, 16))] == [11_90]
    assert aged(date(2026, 5, 1)) == []


def test_currencies_stay_apart() -> None:
    account = customer()
    invoiced(account, day_of(6), 10_00, due=ON)
    invoiced(account, day_of(6), 20_00, due=ON, currency="USD")

    assert [(each.currency, each.sums[0]) for each in aged(ON)] == [
        ("EUR", 11_90),
        ("USD", 23_80),
    ]
