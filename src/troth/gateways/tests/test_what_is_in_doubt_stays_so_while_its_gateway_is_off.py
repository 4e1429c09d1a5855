"""A gateway is switched off while nobody knows whether it moved money: nobody says that not."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.billing.models import Payment
from troth.calls.models import Call
from troth.calls.work import LEASE, work_due
from troth.gateways.installed import made
from troth.gateways.models import PaymentAttempt
from troth.gateways.tests import test_what_is_going_back_is_used_for_nothing_else as going_back
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)
steps, payment = going_back.steps, going_back.payment


def test_a_refund_is_kept_until_it_can_be_asked_about(
    payment: Payment, pretend: Counterpart, settings: Settings
) -> None:
    pretend.misbehave("after")
    at = timezone.now()
    work_due(at=at)
    switched_on, settings.GATEWAYS = settings.GATEWAYS, {}
    made.cache_clear()
    work_due(at=at + LEASE)
    assert going_back.credit(payment) == (300, 0)
    call = Call.objects.latest("pk")
    assert call.in_doubt_since and "switched off" in call.why
    assert PaymentAttempt.objects.latest("pk").ended_at is None
    settings.GATEWAYS = switched_on
    made.cache_clear()
    work_due(at=at + 2 * LEASE)
    assert Payment.objects.get(amount__lt=0).amount == -300
    assert going_back.credit(payment) == (0, 0)
