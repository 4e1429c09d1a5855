"""A file of refunds that was lost is had again, whoever they are to, until the bank tells of it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import etree

from troth.accounts.models import Account
from troth.bank.models import TransferFile
from troth.bank.tests.paying import AT, ours, paid, told
from troth.billing.mark_sent import refund_reference
from troth.billing.models import Payment
from troth.billing.refund import refund
from troth.billing.top_up_reference import top_up_reference
from troth.erasure.erase import erase
from troth.gateways.sepa.tests.debits import SHARE
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_PAGE = "/desk/bank/transfers/"


def handed(*, gone: bool) -> tuple[Client, Payment, str, bytes]:
    """A refund in a file, by its name; its customer may have been erased before."""
    bank, account = ours(), make.account()
    make.in_force(make.changed("softsys", rules=SHARE))
    told(paid(2000, top_up_reference(account, bank), party="A Payer"))
    back = refund(Payment.objects.get(), 2000, at=AT)
    if gone:
        erase(make.owner(account), at=AT)
        assert not Account.objects.exists()
    desk = signed_in(make.staff("billing"))
    made = bytes(desk.post(_PAGE, {"file": "pain001"}).content)
    assert etree.fromstring(made).findtext(".//{*}InstdAmt") == "20.00"
    return desk, back, TransferFile.objects.get().name, made


def test_of_erased_customers_alone() -> None:
    desk, _back, name, made = handed(gone=True)
    assert name in desk.get(_PAGE).content.decode()
    assert desk.get(f"{_PAGE}?file={name}").content == made


def test_whose_customer_is_erased_since() -> None:
    desk, back, name, made = handed(gone=False)
    assert back.account
    erase(make.owner(back.account), at=AT)
    assert desk.get(f"{_PAGE}?file={name}").content == made


def test_months_later() -> None:
    _desk, _back, name, made = handed(gone=True)
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        later = signed_in(make.staff("billing"))
        assert name in later.get(_PAGE).content.decode()
        assert later.get(f"{_PAGE}?file={name}").content == made


def test_not_once_the_bank_has_booked_it() -> None:
    desk, back, name, _made = handed(gone=True)
    told(paid(-2000, refund_reference(back), bank_id="O1"), opening=2000, number="8")
    assert name not in desk.get(_PAGE).content.decode()
    assert desk.get(f"{_PAGE}?file={name}").status_code == 404
