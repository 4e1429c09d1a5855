"""Refunds are put into a file, and ticked, by the same statements however many they are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troth.bank.make_transfers import make_transfers
from troth.bank.tests.paying import AT, ours, paid, told
from troth.bank.transfers import transfers
from troth.billing.events import SENT
from troth.billing.models import BankAccount, Payment
from troth.billing.refund import refund
from troth.billing.top_up_reference import top_up_reference
from troth.gateways.sepa.tests.debits import SHARE
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db


def statements(count: int, bank: BankAccount, number: int) -> int:
    """How many it takes to make a file of so many refunds, each of another customer."""
    accounts = [make.account() for _each in range(count)]
    entries = [
        paid(2000, top_up_reference(each, bank), party="A Payer", bank_id=f"{number} {each.pk}")
        for each in accounts
    ]
    told(*entries, opening=0 if number == 1 else 2000, number=str(number))
    for payment in Payment.objects.filter(account__in=accounts):
        refund(payment, 500, at=AT)
    waiting = transfers(100)
    assert len(waiting) == count
    with CaptureQueriesContext(connection) as taken:
        make_transfers(waiting, bank, at=AT + timedelta(hours=number))
    assert Entry.objects.filter(event=SENT).count() == Payment.objects.filter(amount=-500).count()
    return len(taken)


def test_whatever_their_number() -> None:
    bank = ours()
    make.in_force(make.changed("softsys", rules=SHARE))
    assert statements(1, bank, 1) == statements(4, bank, 2)
