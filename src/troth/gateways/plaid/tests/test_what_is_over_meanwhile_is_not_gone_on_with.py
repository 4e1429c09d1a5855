"""Between the steps of a check something else happens, and the next step sees it."""

import pytest
from django.utils import timezone

from troth.billing.receive import receive
from troth.gateways.follow_check import follow_check
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.plaid.tests.customer import Customer
from troth.testing.plaid.with_stripe import Bank

pytestmark = pytest.mark.django_db(transaction=True)


def paths(bank: Bank) -> list[str]:
    return [each["path"] for each in bank.plaid.asked]


def test_who_pays_otherwise_before_has_no_account_handed_over(
    customer: Customer, bank: Bank
) -> None:
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    PaymentAttempt.objects.update(ended_at=timezone.now())
    bank.hands_over()
    assert not [each for each in paths(bank) if each.startswith("/processor/")]
    assert not PaymentMethod.objects.exists()


def test_of_what_is_over_nothing_is_fetched(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    over = customer.attempt
    PaymentAttempt.objects.update(ended_at=timezone.now())
    follow_check(over, at=timezone.now())  # by who has read it before it ended
    assert "/item/public_token/exchange" not in paths(bank) and not customer.attempt.proof


def test_what_was_paid_of_it_meanwhile_is_not_taken(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    invoice = customer.invoice
    now = timezone.now()
    receive(customer.account, 500, "USD", at=now, method="cash", allocate={invoice: 500})
    bank.hands_over()
    taken = PaymentAttempt.objects.get(gateway="stripe")
    assert taken.amount == invoice.total - 500
    (asked,) = bank.stripe.asked("/v1/payment_intents")
    assert asked["told"]["amount"] == str(taken.amount)


def test_a_check_that_plaid_will_not_begin_is_over(customer: Customer, bank: Bank) -> None:
    bank.plaid.do("misbehave", how="refuse")
    said = customer.chooses(customer.page)
    assert said.status_code == 200
    assert customer.attempt.ended_at and customer.attempt.outcome == "declined"
    assert customer.goes_on(), "they can begin anew"


def test_an_account_that_plaid_has_let_go_of_is_over(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    bank.plaid.do("lose")
    bank.hands_over()
    assert customer.attempt.ended_at and not PaymentMethod.objects.exists()


def test_the_key_to_an_account_is_kept_with_the_way_alone(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    bank.hands_over()
    assert PaymentMethod.objects.get().proof
    assert not customer.attempt.proof and not customer.attempt.proof_account
