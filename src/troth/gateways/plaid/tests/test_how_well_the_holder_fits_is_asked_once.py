"""Plaid is told the holder once for an account, and what fits well enough waits for nobody."""

import pytest

from troth.gateways.follow_check import FITS
from troth.gateways.models import PaymentMethod
from troth.gateways.plaid.tests.customer import Customer
from troth.testing.plaid.with_stripe import Bank

pytestmark = pytest.mark.django_db(transaction=True)


def matches(bank: Bank) -> int:
    return [each["path"] for each in bank.plaid.asked].count("/identity/match")


@pytest.mark.parametrize("score", [FITS, FITS - 1])
def test_however_often_the_customer_looks(customer: Customer, bank: Bank, score: int) -> None:
    bank.plaid.do("holder", score=score)
    bank.signs_in(customer.goes_on())
    for _looks in range(3):
        customer.comes_back()
    assert (customer.attempt.score, matches(bank)) == (score, 1)
    bank.hands_over()
    assert PaymentMethod.objects.exists() == (score == FITS)
