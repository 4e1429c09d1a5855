"""Whoever takes what is owed may be killed before each third statement: it is taken once."""

from datetime import timedelta

import pytest

from troth.billing.books import check
from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.calls.work import LEASE, work_due
from troth.gateways.charge import charge
from troth.gateways.handle_open import handle_open
from troth.gateways.tests.test_what_is_owed_is_taken_by_the_way_that_is_kept import (
    NOW,
    TODAY,
    due,
    steps,  # noqa: F401  (a fixture)
)
from troth.testing.kill import Killed, killed_after
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_taken_once(pretend: Counterpart) -> None:
    survived, statements = False, 0
    while not survived:
        invoice, at = due(pretend), NOW
        try:
            with killed_after(statements):
                charge(on=TODAY, at=at)
                work_due(at=at)
                handle_open(at=at)
            survived = True
        except Killed:
            assert not check()
        for _ in range(2):  # the next night, and when the dead one's claim has run out
            charge(on=TODAY, at=at)
            at += LEASE + timedelta(minutes=1)
            work_due(at=at)
            handle_open(at=at)
        assert owed(invoice) == 0
        assert Payment.objects.filter(account=invoice.account).count() == 1
        statements += 3
    assert statements > 10 and not check()
