"""A dispute that is decided twice and not alike, and one about who is gone, are for a person."""

import pytest
from pytest_django import Settings

from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.erasure.erase import erase
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt
from troth.gateways.tests.telling import attempt_of, handled, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import Told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempt(settings: Settings) -> PaymentAttempt:
    """Of an invoice that is paid."""
    switch_on(settings)
    made = attempt_of(make.account())
    handled(paid_event(made))
    return made


def told(attempt: PaymentAttempt, what: str) -> Told:
    said = {"outcome": "paid", "reference": f"pay_{attempt.key}", "key": "", "payee": "ours"}
    whole = {"amount": attempt.amount, "currency": "EUR"}
    return signed(what, dispute="dis_1", standing={**said, **whole})


@pytest.mark.parametrize(("first", "second"), [("won", "lost"), ("lost", "won")])
def test_the_books_have_the_first_decision(
    attempt: PaymentAttempt, first: str, second: str
) -> None:
    handled(told(attempt, "dispute"))
    handled(told(attempt, f"dispute {first}"))
    handled(told(attempt, f"dispute {first}"))
    assert not GatewayEvent.objects.waiting().exists()
    handled(told(attempt, f"dispute {second}"))
    assert GatewayEvent.objects.waiting().get().asks == Asks.DECIDED
    assert attempt.invoice and owed(attempt.invoice) == (0 if first == "won" else attempt.amount)


def test_of_who_was_erased_the_money_is_gone_and_staff_answer(attempt: PaymentAttempt) -> None:
    assert attempt.account
    erase(make.owner(attempt.account), at=make.NOW)
    assert Payment.objects.get().account is None
    handled(told(attempt, "dispute"))
    event = GatewayEvent.objects.waiting().get()
    assert event.asks == Asks.LOST and event.handled_at
    assert sorted(Payment.objects.values_list("amount", flat=True))[0] == -attempt.amount
