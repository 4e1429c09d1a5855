"""Whoever has several accounts with one login is measured by the one that they chose."""

import pytest

from troth.gateways.models import PaymentMethod
from troth.gateways.plaid.tests.customer import Customer
from troth.testing.plaid.with_stripe import Bank

pytestmark = pytest.mark.django_db(transaction=True)


def test_another_whose_holder_fits_proves_nothing_of_it(customer: Customer, bank: Bank) -> None:
    bank.plaid.do("beside")
    bank.plaid.do("holder", name="Somebody Else")
    bank.signs_in(customer.goes_on())
    assert "We are checking it" in customer.comes_back()
    bank.hands_over()
    assert customer.attempt.score == 20 and not PaymentMethod.objects.exists()


def test_another_that_is_confirmed_confirms_nothing_of_it(customer: Customer, bank: Bank) -> None:
    bank.plaid.do("beside")
    bank.signs_in(customer.goes_on(), "small")
    customer.comes_back()
    assert "Enter that code" in customer.comes_back()
    assert customer.attempt.asked_at
