"""Two payments under one key of ours: the second is for a person, whatever became of the first."""

import pytest
from pytest_django import Settings

from troth.billing.models import Payment
from troth.billing.owed import balance, owed
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt
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


def asked_for() -> list[str]:
    return [*GatewayEvent.objects.waiting().values_list("asks", flat=True)]


def test_the_second_is_nobodys_credit(attempt: PaymentAttempt) -> None:
    handled(paid_event(attempt, reference="pay_again"))
    assert asked_for() == [Asks.TWICE]
    assert attempt.account and balance(attempt.account, "EUR") == 0
    assert Payment.objects.count() == 1


def test_nor_does_it_pay_what_is_owed_again(attempt: PaymentAttempt) -> None:
    """What pays that is a new attempt, with a key of its own."""
    back = {"outcome": "paid", "reference": "ref_1", "key": "", "payee": "ours"}
    of_it = {"amount": attempt.amount, "currency": "EUR", "of": f"pay_{attempt.key}"}
    handled(signed("refund", standing=back | of_it))
    handled(paid_event(attempt, reference="pay_again"))
    assert attempt.invoice and owed(attempt.invoice) == attempt.amount
    assert sorted(asked_for()) == [Asks.REOPENED, Asks.TWICE]
