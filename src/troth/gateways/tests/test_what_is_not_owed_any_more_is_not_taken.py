"""Between the night that has something taken and the call that takes it, it may have been paid."""

import pytest

from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.calls.models import Call
from troth.calls.work import LEASE, work_due
from troth.gateways.charge import charge
from troth.gateways.handle_open import handle_open
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.remove_way import remove_way
from troth.gateways.tests.test_what_is_owed_is_taken_by_the_way_that_is_kept import (
    NOW,
    TODAY,
    due,
    steps,  # noqa: F401  (a fixture)
)
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_a_transfer_has_paid_meanwhile(pretend: Counterpart) -> None:
    invoice = due(pretend)
    assert charge(on=TODAY, at=NOW) == 1
    make.payment(invoice)
    Message.objects.all().delete()
    work_due(at=NOW)
    assert (owed(invoice), Payment.objects.filter(method="pretend").count()) == (0, 0)
    attempt = PaymentAttempt.objects.get()
    assert attempt.ended_at and not attempt.outcome and Call.objects.get().refused_at
    assert not Message.objects.exists(), "nothing was declined"


def test_by_a_way_that_was_removed_meanwhile(pretend: Counterpart) -> None:
    invoice = due(pretend)
    assert charge(on=TODAY, at=NOW) == 1 and invoice.account
    remove_way(invoice.account, PaymentMethod.objects.get().pk, at=NOW)
    work_due(at=NOW)
    handle_open(at=NOW)
    assert (owed(invoice), Payment.objects.count()) == (invoice.total, 0)
    assert Call.objects.get(verb="charge").refused_at
    assert PaymentAttempt.objects.get().ended_at, "so that it can be paid otherwise"


def test_what_was_taken_before_its_worker_died_is_found(pretend: Counterpart) -> None:
    """It is asked about before anybody looks at what is owed."""
    invoice = due(pretend)
    charge(on=TODAY, at=NOW)
    pretend.misbehave("after")
    work_due(at=NOW)
    make.payment(invoice)
    work_due(at=NOW + LEASE)
    assert Payment.objects.filter(method="pretend").count() == 1
