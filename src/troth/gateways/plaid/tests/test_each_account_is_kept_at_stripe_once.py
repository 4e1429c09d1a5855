"""What Plaid hands over is kept at Stripe once for each check, whatever becomes of the answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.calls.work import work_due
from troth.gateways.models import PaymentMethod
from troth.gateways.plaid.tests.customer import Customer
from troth.testing.plaid.with_stripe import Bank

pytestmark = pytest.mark.django_db(transaction=True)


def handed_over(bank: Bank) -> int:
    """How often Stripe was asked to keep an account."""
    asked = [each for each in bank.stripe.asked() if each["method"] == "POST"]
    return sum(each["path"].endswith("/sources") for each in asked)


def test_an_account_whose_answer_is_lost_is_found(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    for how in ("fine", "fine", "after"):  # the customer, the list of accounts, the account
        bank.stripe.do("misbehave", how=how)
    now = timezone.now()
    for hours in range(3):
        work_due(at=now + timedelta(hours=hours))
    assert handed_over(bank) == 1 and PaymentMethod.objects.count() == 1


def test_a_second_account_is_not_taken_for_the_first(customer: Customer, bank: Bank) -> None:
    for _account in range(2):
        bank.signs_in(customer.goes_on(f"{customer.ways}add/"))
        customer.comes_back()
        bank.hands_over()
    assert handed_over(bank) == 2
    assert len({*PaymentMethod.objects.values_list("reference", flat=True)}) == 2
