"""What an erased customer had to their credit is told to staff, who book it once."""

from html import unescape

import pytest
from django.utils import timezone

from troth.billing.models import Payment, Posting
from troth.billing.owed import balances
from troth.billing.receive import receive
from troth.billing.unclaimed import unclaimed
from troth.billing.use_balance import use_balance
from troth.cli import main
from troth.core.day import day_at
from troth.erasure.erase import erase
from troth.erasure.keep import keep
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

_PAGE = "/desk/balances/"


def test_an_unclaimed_balance_is_told_paid_out_and_booked_as_income(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make.in_force("softsys")
    here, gone, now = make.account(), make.account(), timezone.now()
    for account, amount in ((here, 300), (gone, 20_00)):
        receive(account, amount, "EUR", at=now, method="transfer", payer="A Payer")
    owner = make.owner(gone)
    erase(owner, at=now)
    assert unclaimed() == {"EUR": 20_00}
    assert main(["books", "check"]) == 0
    assert "Balances of 20.00 EUR belong to nobody any more" in capsys.readouterr().out

    staff = signed_in(make.staff("billing"))
    html = unescape(staff.get(_PAGE).content.decode())
    assert "€20.00" in html and "€3.00" in html and "A Payer" not in html
    paid = {"balance": "EUR 2000", "amount": "5.00", "to": "paid"}
    assert "Enter the reference" in staff.post(_PAGE, paid).content.decode()
    for _click in range(2):
        staff.post(_PAGE, paid | {"reference": "T 17"})
    [out] = Payment.objects.filter(amount__lt=0)
    assert (out.amount, out.reference, out.account) == (-500, "T 17", None)
    assert unclaimed() == {"EUR": 15_00}

    answer = staff.post(_PAGE, {"balance": "EUR 1500", "amount": "15.01", "to": "income"})
    assert "Less than that is left" in answer.content.decode()
    staff.post(_PAGE, {"balance": "EUR 1500", "to": "income", "reference": "no name is kept"})
    assert unclaimed() == {}
    [income] = Posting.objects.filter(ledger=Posting.Ledger.UNCLAIMED)
    assert income.amount == -15_00
    assert "Nothing is unclaimed" in staff.get(_PAGE).content.decode()
    assert main(["books", "check"]) == 0
    assert capsys.readouterr().out == "The books add up.\n"


def test_what_a_customer_used_of_money_from_long_ago_is_not_unclaimed() -> None:
    """Entries lose their account when their time has come, also while it is in use."""
    make.in_force("softsys")
    account = make.account()
    receive(account, 20_00, "EUR", at=make.LONG_AGO, method="transfer")
    use_balance(make.invoice(account, paid=False), at=make.NOW)
    keep(on=day_at(make.NOW), at=make.NOW)
    assert not account.payments.exists()
    assert unclaimed() == {} and balances(account) == {"EUR": 8_10}
