"""That what is booked as paid was not, a gateway is asked before the books believe it."""

import pytest
from pytest_django import Settings

from troth.billing.owed import owed
from troth.calls.models import Call
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.tests.telling import attempt_of, handled, paid_event, signed, switch_on
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempt(settings: Settings) -> PaymentAttempt:
    """Of an invoice that is paid."""
    switch_on(settings)
    made = attempt_of(make.account())
    handled(paid_event(made))
    return made


def asked() -> int:
    return Call.objects.filter(kind="standing", verb="look up").count()


def test_nothing_is_taken_back_on_one_word(attempt: PaymentAttempt) -> None:
    handled(paid_event(attempt, outcome="declined", code="reversed"))
    assert attempt.invoice and owed(attempt.invoice) == 0
    assert asked() == 1
    attempt.refresh_from_db()
    assert attempt.outcome == "paid"


def test_of_what_went_back_nobody_is_asked(attempt: PaymentAttempt) -> None:
    back = {"outcome": "paid", "reference": "ref_1", "key": "", "payee": "ours"}
    of_it = {"amount": attempt.amount, "currency": "EUR", "of": f"pay_{attempt.key}"}
    handled(signed("refund", standing=back | of_it))
    handled(paid_event(attempt, outcome="declined", code="reversed"))
    assert attempt.invoice and owed(attempt.invoice) == attempt.amount
    assert asked() == 0
    assert not GatewayEvent.objects.still_open().exists()
