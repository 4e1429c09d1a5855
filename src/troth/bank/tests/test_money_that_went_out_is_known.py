from dataclasses import replace

import pytest
from django.test import Client

from troth.accounts.models import Account
from troth.bank.models import BankLine
from troth.bank.statement import Entry
from troth.bank.tests.paying import AT, PAID, Standing, ours, owing, paid, standing, told
from troth.billing.books import check, trial
from troth.billing.mark_sent import refund_reference, to_send
from troth.billing.models import Payment
from troth.billing.refund import refund
from troth.cli import main
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_ONE = "2026-000017"
_OUT = paid(-500, bank_id="O1", end_to_end_id="", party_iban="", party="A. Stranger")


@pytest.fixture
def account() -> Account:
    """Somebody who has paid 8.10 EUR more than they owed."""
    ours()
    account = make.account()
    owing(account, _ONE)
    told(paid(2000, _ONE))
    return account


@pytest.fixture
def desk() -> Client:
    return signed_in(make.staff("billing"))


def _back(amount: int = 500) -> Payment:
    return refund(Payment.objects.earliest("pk"), amount, at=AT)


def _went(entry: Entry) -> BankLine:
    told(entry, opening=2000, number=f"{entry.bank_id}")
    return BankLine.objects.latest("pk")


def test_the_refund_of_that_amount_and_account_is_sent(account: Account) -> None:
    back = _back()
    assert to_send().get() == back
    line = _went(replace(_OUT, party_iban=PAID.party_iban))
    assert line.payment == back and line.account == account and not to_send().exists()


def test_its_reference_tells_it_from_another(account: Account) -> None:
    _other, back = _back(), _back(250)
    named = replace(_OUT, text=f"Refund {refund_reference(back)}")
    assert _went(named).payment is None
    assert _went(replace(named, amount=-250, bank_id="O2")).payment == back


@pytest.mark.parametrize("iban", ["", PAID.party_iban], ids=["of no account", "of two alike"])
def test_what_is_in_doubt_waits_and_staff_say_it(account: Account, desk: Client, iban: str) -> None:
    first, second = _back(300), _back(300)
    line = _went(replace(_OUT, amount=-300, party_iban=iban))
    page = f"/desk/bank/lines/{line.pk}/"
    assert line.party == "A. Stranger" and f'value="{first.pk}"' in desk.get(page).content.decode()
    desk.post(page, {"payment": second.pk})
    assert to_send().get() == first and standing(account).waiting == 0
    other = _went(replace(_OUT, amount=-300, bank_id="O2", party_iban=""))
    desk.post(f"/desk/bank/lines/{other.pk}/", {"payment": second.pk})
    assert standing(account).waiting == 1
    desk.post(f"{page}undo/")
    assert to_send().count() == 2 and standing(account).waiting == 2


def test_whose_bank_account_nobody_knows_is_not_known_by_that(account: Account) -> None:
    other = owing(account, "2026-000018")
    told(paid(300, other.number, bank_id="B2", party_iban=""), opening=2000, number="8")
    refund(Payment.objects.latest("pk"), 300, at=AT)
    assert _went(replace(_OUT, amount=-300)).payment is None


def test_wages_wait_until_staff_dismiss_them_which_can_be_undone(
    account: Account, desk: Client
) -> None:
    line = _went(replace(_OUT, text="Wages"))
    page = f"/desk/bank/lines/{line.pk}/"
    before = trial()
    desk.post(f"{page}dismiss/", {"why": "outgoing"})
    assert standing(account).waiting == 0 and trial() == before
    desk.post(f"{page}undo/")
    line.refresh_from_db()
    assert standing(account).waiting == 1 and line.party == "A. Stranger"


def test_a_part_of_a_payment_went_back(account: Account, desk: Client) -> None:
    invoice = account.invoices.get()
    line = _went(replace(_OUT, reason="CUST"))
    desk.post(f"/desk/bank/lines/{line.pk}/", {"payment": Payment.objects.get().pk})
    assert standing(account, invoice) == Standing((500,), 810, 0)
    assert not to_send().exists() and check() == []
    # No more than is left of it, in the next part.
    more = _went(replace(_OUT, amount=-1501, reason="CUST", bank_id="O2"))
    desk.post(f"/desk/bank/lines/{more.pk}/", {"payment": Payment.objects.earliest("pk").pk})
    assert standing(account).waiting == 1


@pytest.mark.parametrize(("amount", "ledger"), [(-490, "fees"), (120, "interest")])
def test_what_the_bank_charges_and_pays_is_booked_until_that_is_undone(
    account: Account, desk: Client, amount: int, ledger: str
) -> None:
    line = _went(replace(_OUT, amount=amount))
    page = f"/desk/bank/lines/{line.pk}/"

    def booked() -> tuple[int, int]:
        found = {each.ledger: each.amount for each in trial()}
        return found["cash"], found.get(ledger, 0)

    for _nth in range(2):
        desk.post(f"{page}dismiss/", {"why": "bank"})
        assert booked() == (2000 + amount, -amount)
        desk.post(f"{page}undo/")
        assert booked() == (2000, 0)
    assert check() == [] and main(["books", "beancount", "-"]) == 0
