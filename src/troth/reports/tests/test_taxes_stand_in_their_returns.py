"""Each supply stands in one return, in the seller's currency; all tax is that of the books."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import Settings

from troth.billing.credit import credit
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice, InvoiceTax, Posting
from troth.reports.period import Period
from troth.reports.table import Table
from troth.reports.tax import Scheme, tax_tables, taxed
from troth.reports.tests.ledger import customer, day_of, in_cyprus, invoiced
from troth.tax.exchange import rate_of
from troth.tax.models import ExchangeRate
from troth.testing import make

pytestmark = pytest.mark.django_db
QUARTER = Period.named("2026Q2")
AT = make.NOW


@pytest.fixture(autouse=True)
def seller(settings: Settings) -> None:
    in_cyprus(settings)


def rows(title: str) -> list[list[str]]:
    """What stands below the headings of a table."""
    return next(t.plain[1:] for t in tax_tables(QUARTER, at=AT) if t.title == title)


def test_the_returns_of_a_quarter() -> None:
    invoiced(customer(), day_of(4), 100_00)
    home = invoiced(customer(), day_of(5), 10_00)
    credit(home, 5_95, at=day_of(6))
    invoiced(customer("DE"), day_of(4), 20_00)
    invoiced(customer("FR"), day_of(6), 30_00)
    number = "DE136695976"
    invoiced(customer("DE", number), day_of(5), 40_00)
    invoiced(customer("US"), day_of(5), 50_00)
    invoiced(customer(), day_of(7), 1_00)

    assert rows("Tax at home") == [
        ["19%", "Cyprus", "April 2026", "100.00", "19.00"],
        ["19%", "Cyprus", "May 2026", "10.00", "1.90"],
        ["19%", "Cyprus", "June 2026", "-5.00", "-0.95"],
        ["Sum", "", "", "105.00", "19.95"],
    ]
    assert rows("One Stop Shop") == [
        ["19%", "Germany", "Quarter 2 of 2026", "20.00", "3.80"],
        ["20%", "France", "Quarter 2 of 2026", "30.00", "6.00"],
        ["Sum", "", "", "50.00", "9.80"],
    ]
    assert rows("Tax owed by the customer, in the Union") == [
        [number, "Germany", "Quarter 2 of 2026", "40.00", "0.00"],
        ["Sum", "", "", "40.00", "0.00"],
    ]
    assert rows("All that was invoiced in EUR")[-1] == ["Sum", "", "245.00", "29.75"]
    assert not any(table.differs for table in tax_tables(QUARTER, at=AT))


def test_what_is_taken_back_of_an_earlier_quarter_corrects_that_one() -> None:
    """By member state and period (Directive 2006/112/EC Art. 369g(4)), at the rate of then."""
    account = customer("DE")
    earlier, later = invoiced(account, day_of(3), 100_00, currency="USD"), day_of(4)
    now = invoiced(account, later, 20_00, currency="USD")
    credit(earlier, 11_90, at=day_of(5))
    credit(now, 1_19, at=day_of(5))
    then, ends = (rate_of("USD", "EUR", date(2026, *day), later=True) for day in ((3, 31), (6, 30)))
    assert then and ends and then != ends

    found = {row[2]: row[4] for row in rows("One Stop Shop")[:-1]}

    current = round(3_80 * ends) - round(19 * ends)
    assert found == {
        "Quarter 2 of 2026": f"{current / 100:.2f}",
        "Correction of quarter 1 of 2026": f"{-round(1_90 * then) / 100:.2f}",
    }
    assert not any(table.differs for table in tax_tables(QUARTER, at=AT))


@pytest.mark.parametrize("new", [0, 100_00], ids=["on a credit note", "on an invoice"])
def test_each_line_corrects_the_quarter_of_the_invoice_that_it_takes_back(new: int) -> None:
    """Net amounts whose taxes, each rounded by itself, would not sum to that of the document."""
    account = customer("DE")
    earlier = [invoiced(account, day_of(12, year=2025), 50_00), invoiced(account, day_of(2), 50_00)]
    earlier.append(invoiced(account, day_of(4), 50_00))
    lines = [
        DraftLine("Unused days", -10_03, "electronic", original=invoice.lines.get())
        for invoice in earlier
    ]
    lines += [DraftLine("Server", new, "electronic")] if new else []
    issue([Draft(account, "EUR", lines, day_of(5).date(), None)], at=day_of(5))
    made = Invoice.objects.latest("pk")
    assert made.kind == ("invoice" if new else "credit note")

    found = {row[2]: row[3:] for row in rows("One Stop Shop")[:-1]}

    first = "Correction of quarter 4 of 2025"
    assert found[first] == ["-10.03", "-1.91"]
    assert found["Correction of quarter 1 of 2026"] == ["-10.03", "-1.90"]
    net, tax = 50_00 - 10_03 + new, 9_50 - 1_91 + new * 19 // 100
    assert found["Quarter 2 of 2026"] == [f"{net / 100:.2f}", f"{tax / 100:.2f}"]
    assert not any(table.differs for table in tax_tables(QUARTER, at=AT))


def test_a_place_where_we_are_registered_is_not_the_one_stop_shops(settings: Settings) -> None:
    settings.TAX_REGISTERED = ("DE",)
    invoiced(customer("DE"), day_of(4), 20_00)

    assert [each.scheme for each in taxed(QUARTER, at=AT)] == [Scheme.ABROAD]


def test_dollars_become_euros_by_the_rate_of_the_day_or_of_the_quarters_end() -> None:
    invoiced(customer(), day_of(4), 100_00, currency="USD")
    invoiced(customer("DE"), day_of(4), 100_00, currency="USD")

    home, abroad = taxed(QUARTER, at=AT)

    # As published by the European Central Bank: 2026-04-10 and 2026-06-30.
    assert home.scheme == Scheme.HOME
    for found, on, later in ((home, date(2026, 4, 10), False), (abroad, date(2026, 6, 30), True)):
        rate = rate_of("USD", "EUR", on, later=later)
        assert rate and found.amount_at_home == round(19_00 * rate)
    assert home.amount_at_home != abroad.amount_at_home
    dollars: Table = tax_tables(QUARTER, at=AT)[-1]
    assert dollars.plain[-1] == ["Sum", "", "200.00", "38.00"]
    assert not dollars.differs


def test_of_a_quarter_that_ends_on_a_holiday_the_next_rate_counts() -> None:
    invoiced(customer("DE"), day_of(2, year=2024), 100_00, currency="USD")

    (found,) = taxed(Period.named("2024Q1"), at=AT)

    rate = rate_of("USD", "EUR", date(2024, 4, 2))  # Easter is over
    assert rate and found.amount_at_home == round(19_00 * rate)


def test_by_the_rates_that_were_taken_in() -> None:
    for day, rate in ((day_of(4).date(), 2), (date(2026, 6, 29), 8), (date(2026, 6, 30), 4)):
        ExchangeRate.objects.create(currency="USD", day=day, rate=rate)
    for country in ("CY", "DE"):
        rows = make.invoice_rows(customer(country), at=day_of(4), paid=False)
        for row in rows:
            if isinstance(row, Invoice | Posting):
                row.currency = "USD"
            if isinstance(row, InvoiceTax):
                row.country = country
        make.saved(rows)

    found = {each.country: each.amount_at_home for each in taxed(QUARTER, at=AT)}

    assert found == {"CY": 95, "DE": 48}


def test_the_rate_on_the_document_goes_first() -> None:
    rows = make.invoice_rows(customer(), at=day_of(4), paid=False)
    rows[0].home_currency, rows[0].home_rate = "EUR", Decimal("0.5")
    make.saved(rows)

    (found,) = taxed(QUARTER, at=AT)

    assert (found.amount, found.amount_at_home) == (1_90, 95)
