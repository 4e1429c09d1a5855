"""The page that a customer comes back to from a check says what is left for them to do."""

import pytest

from troth.gateways.models import PaymentAttempt
from troth.gateways.plaid.tests.customer import Customer
from troth.testing import make
from troth.testing.plaid.with_stripe import Bank
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
STILL, PAY = "is still to be paid", "/pay/"


def main(page: str) -> str:
    return page.partition("<main")[2]


def test_what_is_being_taken_is_not_said_to_be_owed(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    assert STILL not in customer.comes_back(), "it is taken in a minute"
    bank.hands_over()
    page = main(customer.comes_back())
    assert "is being charged to it" in page
    assert STILL not in page and PAY not in page


def test_what_could_not_be_taken_is_to_be_paid(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    bank.hands_over()
    PaymentAttempt.objects.filter(gateway="stripe").update(ended_at=make.NOW, outcome="declined")
    page = main(customer.comes_back())
    assert "is being charged to it" not in page
    assert STILL in page and PAY in page


def test_who_waits_for_staff_can_pay_otherwise(customer: Customer, bank: Bank) -> None:
    bank.plaid.do("holder", name="Somebody Else")
    bank.signs_in(customer.goes_on())
    page = main(customer.comes_back())
    assert "you can also pay another way" in page and PAY in page
    assert "If you have just paid" not in page


def test_no_bank_is_named_for_what_staff_have_refused(customer: Customer, bank: Bank) -> None:
    bank.plaid.do("holder", name="Somebody Else")
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    desk = signed_in(make.staff("billing"))
    desk.post(f"/desk/gateways/checks/{customer.attempt.pk}/", {"said": "refuse", "why": "No."})
    page = main(customer.comes_back())
    assert "could not be confirmed as yours" in page and PAY in page
    assert "Your bank can tell you why" not in page


def test_a_bank_that_tells_no_holder_is_not_said_to_tell_another(
    customer: Customer, bank: Bank
) -> None:
    bank.signs_in(customer.goes_on(), "small")
    customer.comes_back()
    answer = customer.client.post(f"{customer.ways}{customer.attempt.key}/confirm/")
    bank.signs_in(str(answer["Location"]), "ok")
    page = main(customer.comes_back())
    assert "does not tell us who holds the account" in page
    assert "not quite the one we have" not in page
