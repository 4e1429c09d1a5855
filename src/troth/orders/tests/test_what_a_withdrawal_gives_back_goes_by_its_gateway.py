"""What is due to a consumer who has withdrawn goes back through the gateway that it came by."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from troth.billing.models import Payment
from troth.billing.owed import at_hand, balance
from troth.erasure.settle_before import settle_before
from troth.gateways.handle_open import handle_open
from troth.gateways.keys import payment_key
from troth.gateways.models import PaymentAttempt
from troth.gateways.tests.telling import install, signed
from troth.orders.tests.test_a_consumer_withdraws_from_a_contract import MONDAY, ordered, withdrawn
from troth.services.models import Cancellation
from troth.services.pay_back import left_to_pay_back
from troth.testing import make
from troth.testing.pretend.counterpart import NAME, tell
from troth.testing.visit import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_utc")]


@pytest.fixture
def withdrawal(settings: Settings) -> Cancellation:
    """Of what was paid through a gateway."""
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered()
    withdrawn(service)
    install(settings)
    key = payment_key(NAME, "pay_1")
    Payment.objects.update(method=NAME, reference="pay_1", key=key)
    return Cancellation.objects.get()


def test_staff_have_it_paid_back_and_the_books_wait_for_the_gateway(
    withdrawal: Cancellation,
) -> None:
    with time_machine.travel(MONDAY + timedelta(8), tick=False):
        desk = signed_in(make.staff("billing"))
        desk.post(f"/desk/services/{withdrawal.service_id}/pay-back/")
        attempt = PaymentAttempt.objects.get()
        assert (attempt.amount, attempt.refunds) == (withdrawal.refund, Payment.objects.get())
        assert (balance(withdrawal.account, "EUR"), at_hand(withdrawal.account, "EUR")) == (
            *(withdrawal.refund, 0),
        )
        assert left_to_pay_back(withdrawal) == 0, "it is on its way"
    said = {
        **{"outcome": "paid", "reference": "re_1", "of": "pay_1", "key": attempt.key},
        **{"payee": "ours", "amount": attempt.amount, "currency": "EUR"},
    }
    assert tell(signed("refund", standing=said)) == 204
    handle_open(at=timezone.now())
    assert Payment.objects.get(amount__lt=0).sent_at
    assert balance(withdrawal.account, "EUR") == 0


def test_before_an_erasure_staff_see_to_it(withdrawal: Cancellation) -> None:
    settle_before([withdrawal.account_id], at=timezone.now())
    assert Payment.objects.get(amount=-withdrawal.refund).sent_at is None
    assert not PaymentAttempt.objects.exists()
