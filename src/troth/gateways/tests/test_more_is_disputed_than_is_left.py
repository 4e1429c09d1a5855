"""A payment of which a part went back is disputed as a whole."""

import pytest
from pytest_django import Settings

from troth.billing.books import check
from troth.billing.models import Irregularity, Payment
from troth.billing.owed import owed
from troth.billing.refund import left_of_payment
from troth.gateways.handle_open import handle_open
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt
from troth.gateways.take_again import take_again
from troth.gateways.tests.telling import attempt_of, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import Told, tell

pytestmark = pytest.mark.django_db(transaction=True)


def handled(*events: Told) -> None:
    for event in events:
        assert tell(event) == 204
    handle_open(at=make.NOW)
    assert not check()


def said(attempt: PaymentAttempt, amount: int, **more: str) -> dict[str, object]:
    about = {"outcome": "paid", "reference": f"pay_{attempt.key}", "key": "", "payee": "ours"}
    return {**about, "amount": amount, "currency": "EUR", **more}


def test_what_is_left_is_held_and_a_person_sees_to_the_rest(settings: Settings) -> None:
    switch_on(settings)
    attempt = attempt_of(make.account())
    handled(paid_event(attempt))
    back = said(attempt, 200, reference="ref_1", of=f"pay_{attempt.key}")
    handled(signed("refund", standing=back))
    GatewayEvent.objects.update(settled_at=make.NOW)
    handled(signed("dispute", dispute="dis_1", standing=said(attempt, attempt.amount)))
    assert attempt.invoice and owed(attempt.invoice) == attempt.amount
    assert left_of_payment(Payment.objects.get(amount__gt=0)) == 0
    assert Irregularity.objects.get().resolved_at is None
    (event,) = GatewayEvent.objects.waiting()
    assert event.asks == Asks.BOOKS
    take_again(event, at=make.NOW)
    assert not GatewayEvent.objects.waiting().exists()
    won = said(attempt, attempt.amount)
    handled(signed("dispute won", dispute="dis_1", standing=won))
    assert (owed(attempt.invoice), GatewayEvent.objects.waiting().count()) == (200, 0)
