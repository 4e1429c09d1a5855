"""What is staged is invoiced: summed, taxed, numbered, entered in the books, by few statements."""

from collections.abc import Iterable
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue, issue_staged, stage, stage_lines
from troth.billing.models import BankAccount, Invoice, Posting, Series
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.journal.models import Entry
from troth.tax.decide import TaxError
from troth.tax.models import Rate, VatCheck
from troth.testing import make

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()


@pytest.fixture(autouse=True)
def in_cyprus(settings: Settings) -> None:
    """A seller of the Union, and the rates of three places; Malta's changes."""
    settings.TAX_ONE_STOP_SHOP = True
    make.in_force("ispsystem")
    for place, kind, rate, since in (
        ("CY", "standard", 19_0000, date(2021, 7, 1)),
        ("CY", "goods", 5_0000, date(2021, 7, 1)),
        ("DE", "standard", 19_0000, date(2021, 7, 1)),
        ("MT", "standard", 18_0000, date(2021, 7, 1)),
        ("MT", "standard", 16_0000, date(2026, 7, 1)),
    ):
        Rate.objects.create(place=place, kind=kind, rate=rate, valid_from=since, source="a test")


def customer(country: str = "CY", language: str = "", **more: str) -> Account:
    made = make.account(make.person(language=language))
    Account.objects.filter(pk=made.pk).update(country=country, **more)
    return made


def line(price: int, supply: str = "electronic", quantity: int = 1, off: int = 0) -> DraftLine:
    return DraftLine("Hosting", price, supply, quantity=quantity, discount=off)


def draft(account: Account, *lines: DraftLine, currency: str = "EUR", on: date = TODAY) -> Draft:
    return Draft(account, currency, lines, supplied_on=on)


def told(invoices: Iterable[Invoice]) -> list[tuple[str, str, str, int, int, int]]:
    return [(i.kind, i.number, i.currency, i.net, i.tax, i.total) for i in invoices]


def books() -> dict[str, int]:
    found: dict[str, int] = {}
    for each in Posting.objects.all():
        found[each.ledger] = found.get(each.ledger, 0) + each.amount
    return found


def test_one_account() -> None:
    BankAccount.objects.create(
        holder="A Seller", iban="CY17002001280000001200527600", currency="EUR"
    )
    account = customer()

    (made,) = issue([draft(account, line(1000, quantity=3, off=500), line(333))], at=make.NOW)

    assert told([made]) == [("invoice", "2026-000001", "EUR", 2833, 538, 3371)]
    assert made.due_on == date(2026, 6, 29)
    assert made.payment_reference == "RF422026000001"
    assert [(each.position, each.amount, each.rate) for each in made.lines.order_by("id")] == [
        (1, 2500, 19_0000),
        (2, 333, 19_0000),
    ]
    assert owed(made) == 3371
    assert books() == {"receivable": 3371, "revenue": -2833, "tax": -538}
    assert Entry.objects.get(event="invoices.issued").subject == account.pseudonym


def test_many_accounts_take_as_many_statements_as_one() -> None:
    def statements(accounts: int) -> int:
        drafts = [draft(customer(), line(1000)) for _ in range(accounts)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(issue(drafts, at=make.NOW)) == accounts
        return len(asked)

    statements(1)  # which asks what is remembered from then on
    assert statements(1) == statements(40)
    assert Series.objects.get().last == 42
    assert sorted(Invoice.objects.values_list("number", flat=True))[-1] == "2026-000042"


def test_two_currencies_are_two_invoices_and_drafts_of_one_are_one() -> None:
    account = customer()

    made = issue(
        [
            draft(account, line(1000)),
            draft(account, line(500), currency="USD"),
            draft(account, line(1)),
        ],
        at=make.NOW,
    )

    assert told(made) == [
        ("invoice", "2026-000001", "EUR", 1001, 190, 1191),
        ("invoice", "2026-000002", "USD", 500, 95, 595),
    ]
    assert [each.position for each in made[0].lines.order_by("id")] == [1, 2]


def test_each_rate_is_taxed_once_on_the_whole_and_on_the_day_of_its_supply() -> None:
    mixed = draft(customer(), line(105), line(105), line(105, "goods"))
    before, after = (
        draft(account, line(1000), on=day)
        for account in [customer("MT")]
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    )

    here, abroad = issue([mixed, before, after], at=make.NOW)

    # 210 at 19 % are 39.9; twice 19.95 would be 40 as well, 5 % of 105 are 5.25.
    assert [(t.rate, t.base, t.amount) for t in here.taxes.order_by("rate")] == [
        (5_0000, 105, 5),
        (19_0000, 210, 40),
    ]
    assert [(t.rate, t.base, t.amount) for t in abroad.taxes.order_by("rate")] == [
        (16_0000, 1000, 160),
        (18_0000, 1000, 180),
    ]
    assert abroad.supplied_on == date(2026, 7, 1)
    assert [each.rate for each in abroad.lines.order_by("position")] == [18_0000, 16_0000]
    taxes = Posting.objects.filter(invoice=abroad, ledger="tax")
    assert [(each.part, each.amount) for each in taxes] == [("MT", -340)]


def test_nothing_is_an_invoice_of_nothing() -> None:
    (made,) = issue([draft(customer(), line(1000, off=1000))], at=make.NOW)

    assert told([made]) == [("invoice", "2026-000001", "EUR", 0, 0, 0)]
    assert not Posting.objects.exists()


def test_less_than_nothing_is_a_credit_note_to_the_balance() -> None:
    account = customer()
    (paid,) = issue([draft(account, line(1000))], at=make.NOW)
    receive(account, paid.total, "EUR", at=make.NOW, method="transfer")
    back = DraftLine("Unused days", -600, "electronic", original=paid.lines.get())

    (made,) = issue([draft(account, back)], at=make.NOW)

    assert told([made]) == [("credit note", "C2026-000001", "EUR", 600, 114, 714)]
    assert (made.original, made.due_on, made.payment_reference) == (paid, None, "")
    assert [(each.price, each.amount) for each in made.lines.all()] == [(600, 600)]
    assert [(t.base, t.amount) for t in made.taxes.all()] == [(600, 114)]
    assert balance(account, "EUR") == 714
    assert sum(books().values()) == 0


def test_a_credit_note_pays_first_what_it_takes_back() -> None:
    account = customer(company="Example Ltd")
    for price in (1000, 500):
        issue([draft(account, line(price))], at=make.NOW)
    older, newer = Invoice.objects.order_by("pk")
    back = DraftLine("Unused days", -500, "electronic", original=newer.lines.get())

    issue([draft(account, back)], at=make.NOW)

    assert (owed(older), owed(newer)) == (1190, 0)
    assert {each.party_name for each in Invoice.objects.all()} == {"Example Ltd"}


def test_reasons_are_in_the_language_of_who_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.tax.decide._", lambda words: f"({get_language()}) {words}")
    english, german = issue(
        [draft(customer("US"), line(1000)), draft(customer("US", "de"), line(1000))], at=make.NOW
    )

    assert (english.language, german.language) == ("en", "de")
    for made in (english, german):
        assert made.notes.startswith(f"({made.language}) Not taxed here: ")
        assert made.notes == made.taxes.get().reason


def test_who_cannot_be_taxed_yet_is_left_out_and_told_of() -> None:
    fine, nowhere = customer(), customer("")
    waits = customer("DE", tax_id="DE136695976", company="A Company")
    VatCheck.objects.create(account=waits, number="DE136695976", asked_at=make.NOW)
    drafts = [draft(each, line(1000), line(1, "goods")) for each in (fine, nowhere, waits)]
    with pytest.raises(TaxError):
        issue(drafts, at=make.NOW)
    assert not Invoice.objects.exists()
    assert not Series.objects.exists()

    with transaction.atomic():
        stage()
        stage_lines(
            {
                **dict.fromkeys(("starts", "ends", "original_id", "source", "due_on")),
                **{"account_id": each.pk, "currency": "EUR", "position": 1, "product": ""},
                **{"description": "Hosting", "supply": "electronic", "quantity": 1},
                **{"price": 1000, "discount": 0, "amount": 1000, "supplied_on": TODAY},
            }
            for each in (fine, nowhere, waits)
        )
        issued = issue_staged(at=make.NOW)

    assert [each.account for each in issued.untreated] == [nowhere.pk, waits.pk]
    assert Invoice.objects.get().account == fine
    assert Invoice.objects.get().pk == issued.invoices[0]
