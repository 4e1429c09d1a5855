"""What becomes of an account to which small amounts were sent is what Plaid says of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.gateways.look_up_open import look_up_open
from troth.gateways.models import PaymentMethod
from troth.gateways.plaid.tests.customer import Customer
from troth.testing.plaid.with_stripe import Bank

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(customer: Customer, bank: Bank) -> Customer:
    bank.signs_in(customer.goes_on(), "small")
    customer.comes_back()
    assert customer.attempt.asked_at
    return customer


def becomes(what: str, bank: Bank) -> None:
    bank.plaid.do("confirm", access=bank.plaid.items[0], does=what)


@pytest.mark.parametrize("what", ["late", "new"])
def test_without_a_code_in_time_nothing_is_proved(sent: Customer, bank: Bank, what: str) -> None:
    becomes(what, bank)
    assert "could not be confirmed as yours" in sent.comes_back()
    bank.hands_over()
    assert not bank.plaid.items and not PaymentMethod.objects.exists()


def test_since_when_they_wait_is_said_once(sent: Customer, bank: Bank) -> None:
    since = sent.attempt.asked_at
    look_up_open(every=True, at=timezone.now() + timedelta(days=1))
    assert sent.attempt.asked_at == since
