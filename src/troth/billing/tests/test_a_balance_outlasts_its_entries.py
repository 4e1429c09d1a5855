"""An entry loses its account in its time, also of a customer who stays: their balance does not."""

from datetime import datetime, timedelta

import pytest

from troth.accounts.models import Account
from troth.billing.models import Posting, Transaction
from troth.billing.owed import balance
from troth.billing.receive import receive
from troth.billing.unclaimed import unclaimed
from troth.billing.use_balance import use_balance
from troth.cli import main
from troth.erasure.erase import erase
from troth.erasure.keep import keep
from troth.testing import make

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=366)
_PAID = make.NOW - 9 * YEAR


def _after(years: float) -> None:
    """That many years after the money came, a night passes, which takes the rows one by one."""
    at = _PAID + years * YEAR
    Account.objects.update(active_at=at)
    keep(on=at.date(), at=at, chunk=1)


def _adds_up(account: Account, left: int) -> None:
    assert balance(account, "EUR") == left
    assert unclaimed() == {}
    assert main(["books", "check"]) == 0


def _here(at: datetime = _PAID) -> Account:
    make.in_force("softsys")
    account = make.account(at=at)
    receive(account, 20_00, "EUR", at=_PAID, method="transfer")
    receive(account, 5_00, "EUR", at=_PAID + YEAR, method="transfer")
    return account


def test_what_is_left_is_brought_forward() -> None:
    account = _here()
    _after(7.5)
    _adds_up(account, 25_00)
    _after(9)
    _adds_up(account, 25_00)
    theirs = Transaction.objects.filter(account=account)
    assert set(theirs.values_list("kind", flat=True)) == {"brought forward"}


def test_what_was_used_meanwhile_stays_used() -> None:
    account = _here()
    invoice = make.invoice(account, at=_PAID + 2 * YEAR, paid=False)
    use_balance(invoice, at=_PAID + 2 * YEAR)
    left = balance(account, "EUR")
    for years in (7.5, 8.5, 9.5, 15, 17, 24):
        _after(years)
        _adds_up(account, left)


def test_who_goes_takes_what_was_brought_forward_along() -> None:
    account = _here()
    _after(7.5)
    erase(make.owner(account), at=make.NOW)
    assert unclaimed() == {"EUR": 25_00}
    assert not Posting.objects.exclude(account=None).exists()
    assert main(["books", "check"]) == 0
