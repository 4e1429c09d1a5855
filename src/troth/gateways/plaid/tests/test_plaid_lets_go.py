"""Plaid is told to let go of an account by which nothing is taken any more, and so is Stripe."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.erasure.ask_to_forget import ask_to_forget
from troth.erasure.erase import erase
from troth.erasure.forget import tell_recipients
from troth.gates.agree_to_share import withdraw_share
from troth.gateways import tasks
from troth.gateways.look_up_open import look_up_open
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.plaid.tests.customer import Customer
from troth.testing import make
from troth.testing.plaid.with_stripe import Bank

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(customer: Customer, bank: Bank) -> PaymentMethod:
    bank.signs_in(customer.goes_on(f"{customer.ways}add/"))
    customer.comes_back()
    bank.hands_over()
    assert bank.plaid.items
    return PaymentMethod.objects.get()


def detached(bank: Bank) -> bool:
    return any(each["path"].endswith("/detach") for each in bank.stripe.asked())


def test_with_a_way_that_is_removed(kept: PaymentMethod, customer: Customer, bank: Bank) -> None:
    customer.client.post(f"{customer.ways}{kept.pk}/remove/")
    bank.hands_over()
    assert not bank.plaid.items and detached(bank)
    kept.refresh_from_db()
    assert kept.forgotten_at and not kept.proof


def test_with_an_erasure(kept: PaymentMethod, customer: Customer, bank: Bank) -> None:
    now = timezone.now()
    erase(make.owner(customer.account), at=now)
    tell_recipients(at=now)
    assert not bank.plaid.items
    assert any(each["method"] == "DELETE" for each in bank.stripe.asked())


def test_with_the_agreement_that_is_taken_back(
    kept: PaymentMethod, customer: Customer, bank: Bank
) -> None:
    withdraw_share(make.owner(customer.account), "plaid", at=timezone.now())
    now = timezone.now() + timedelta(seconds=1)
    ask_to_forget(at=now)
    tell_recipients(at=now)
    assert not bank.plaid.items
    tasks.look_up_waiting.func(timestamp=0)
    kept.refresh_from_db()
    assert kept.removed_at
    bank.hands_over()
    assert detached(bank)


def test_who_leaves_or_never_comes_has_nothing_to_let_go_of(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on(), "leave")
    assert "Nothing has been paid yet" in customer.comes_back()
    assert customer.attempt.ended_at
    customer.goes_on()
    look_up_open(every=True, at=timezone.now() + timedelta(days=2))
    assert not PaymentAttempt.objects.filter(ended_at=None).exists()
    assert not bank.plaid.items


def test_of_what_another_way_was_chosen_for(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on(), "small")
    customer.comes_back()
    assert bank.plaid.items
    customer.client.post(customer.page, {"way": "stripe"})
    tasks.look_up_waiting.func(timestamp=0)
    bank.hands_over()
    assert not bank.plaid.items
