"""What is not subject to VAT is on an invoice of its own (EN 16931 BR-O-11)."""

from datetime import date

import pytest
from pytest_django import Settings

from troth.billing.document import document
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice
from troth.billing.quote_tax import quote_tax
from troth.cli import main
from troth.core.day import day_at
from troth.services.bill import bill
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.tax.decide import ApartError, TaxError
from troth.testing import make

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 15)


def categories() -> list[set[str]]:
    made = Invoice.objects.order_by("pk")
    assert all(document(invoice) for invoice in made), "each is a valid document"
    return [set(invoice.lines.values_list("category", flat=True)) for invoice in made]


@pytest.fixture(autouse=True)
def seller() -> None:
    in_cyprus()


def test_a_run_leaves_it_to_the_next_run() -> None:
    account = customer(country="US")
    for supply in ("electronic", "goods", "goods"):
        paid_until(ON, account, supply=supply)
    paid_until(ON, customer(country="US"))
    first = bill(on=ON, at=make.NOW)
    assert sorted(map(sorted, categories())) == [["G"], ["O"]]
    [waits] = first.untreated
    assert waits.account == account.pk and "invoice of its own" in str(waits.error)
    assert bill(on=ON, at=make.NOW).untreated == []
    assert sorted(map(sorted, categories())) == [["G"], ["O"], ["O"]]
    assert bill(on=ON, at=make.NOW).invoices == 0


def test_an_order_of_both_is_refused_in_words() -> None:
    account = customer(country="US")
    account.refresh_from_db()
    lines = [(10_00, "electronic"), (20_00, "goods")]
    with pytest.raises(ApartError, match="order it separately") as refused:
        quote_tax(lines, account, at=make.NOW)
    assert "separately" in refused.value.to_buyer
    assert quote_tax(lines[:1], account, at=make.NOW).sums.total == 10_00
    drafts = [DraftLine("A", amount, supply) for amount, supply in lines]
    with pytest.raises(TaxError, match="invoice of its own"):
        issue([Draft(account, "EUR", drafts, day_at(make.NOW))], at=make.NOW)
    assert not Invoice.objects.exists()


def test_the_command_calls_it_no_mistake_and_says_each_reason_once(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    for _twice in range(2):
        account = customer(country="US")
        for supply in ("electronic", "goods"):
            paid_until(ON, account, supply=supply)
    assert main(["bill", "--on", str(ON)]) == 0
    told = capsys.readouterr()
    assert told.err == "" and told.out.count("invoice of its own") == 1
    # Without a number of the seller nobody can be taxed, which is one.
    settings.TAX_NUMBER = ""
    for _twice in range(2):
        paid_until(ON, customer(country="CY"))
    assert main(["bill", "--on", str(ON)]) == 1
    assert capsys.readouterr().err.count("TAX_NUMBER") == 1
