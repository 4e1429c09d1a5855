"""Staff give a refund up at the moment at which the gateway's word of it is booked: it has gone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from troth.billing.books import check
from troth.billing.models import Payment
from troth.calls.give_up import give_up
from troth.calls.models import Call
from troth.gateways.handle import handle
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.tests import test_what_is_going_back_is_used_for_nothing_else as going_back
from troth.gateways.tests.telling import signed
from troth.testing import make
from troth.testing.pretend.counterpart import tell
from troth.testing.stuck import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
steps, payment = going_back.steps, going_back.payment


def test_nobody_is_told_that_it_failed(payment: Payment) -> None:
    attempt = PaymentAttempt.objects.latest("pk")
    said = {
        **{"outcome": "paid", "reference": "ref_1", "key": attempt.key, "payee": "ours"},
        **{"amount": 300, "currency": "EUR", "of": payment.reference},
    }
    assert tell(signed("refund", standing=said)) == 204
    event = GatewayEvent.objects.still_open().get()
    Call.objects.filter(verb="refund").update(next_at=None)
    call = Call.objects.get(verb="refund")

    def gives_up() -> None:
        try:
            give_up(call.pk, at=make.NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as staff:
        with transaction.atomic():
            handle(event.pk, at=make.NOW)
            act = staff.submit(gives_up)
            until_somebody_waits(act)
        act.result()
    attempt.refresh_from_db()
    assert attempt.outcome == "paid" and going_back.credit(payment) == (0, 0)
    assert not GatewayEvent.objects.waiting().exists() and not check()
