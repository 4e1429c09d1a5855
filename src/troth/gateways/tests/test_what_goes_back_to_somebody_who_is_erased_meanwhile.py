"""A customer is erased while a refund is on its way to them: it goes, and is in the books."""

import pytest
from django.utils import timezone

from troth.billing.books import check
from troth.billing.models import Payment, Posting
from troth.billing.unclaimed import unclaimed
from troth.calls.work import work_due
from troth.erasure.erase import erase
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.tests import test_what_is_going_back_is_used_for_nothing_else as going_back
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)
steps, payment = going_back.steps, going_back.payment
NOW = make.NOW


@pytest.fixture
def erased(payment: Payment) -> Payment:
    assert payment.account
    erase(make.owner(payment.account), at=timezone.now())
    payment.refresh_from_db()
    assert payment.account is None
    return payment


def test_it_is_not_among_what_nobody_claims(erased: Payment) -> None:
    assert unclaimed() == {}


def test_it_is_booked_once_it_has_gone(erased: Payment) -> None:
    work_due(at=timezone.now())
    assert PaymentAttempt.objects.latest("pk").outcome == "paid"
    assert Payment.objects.get(amount__lt=0).amount == -300
    assert not GatewayEvent.objects.waiting().exists()
    assert unclaimed() == {} and not check()
    kept = Posting.objects.filter(part=Posting.GOING_BACK).values_list("amount", flat=True)
    assert sum(kept) == 0


def test_where_it_fails_nobody_has_claimed_it(erased: Payment) -> None:
    Payment.objects.filter(pk=erased.pk).update(reference="unknown")
    work_due(at=timezone.now())
    assert unclaimed() == {"EUR": 300} and not check()
