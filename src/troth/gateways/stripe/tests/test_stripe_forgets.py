import pytest

from troth.calls.errors import Refused, Unavailable
from troth.testing.stripe.counterpart import Counterpart

pytestmark = pytest.mark.usefixtures("leave")


@pytest.fixture
def customer(stand_in: Counterpart) -> str:
    return str(stand_in.do("local", what="customers", told={"name": "A"})["id"])


def test_a_customer_is_deleted_and_that_may_be_asked_again(
    stand_in: Counterpart, customer: str
) -> None:
    gateway = stand_in.gateway()
    gateway.forget(customer)
    gateway.forget(customer)
    calls = stand_in.asked(f"/v1/customers/{customer}")
    assert [each["method"] for each in calls] == ["DELETE", "DELETE"]


def test_a_way_to_pay_is_detached(stand_in: Counterpart, customer: str) -> None:
    gateway = stand_in.gateway()
    way = stand_in.do("way", customer=customer, card="4242424242424242")["id"]
    gateway.forget(way)
    gateway.forget(way)
    assert stand_in.asked(f"/v1/payment_methods/{way}/detach")
    gateway.forget("pm_that_never_was")


def test_what_stripe_refuses_to_detach_is_not_forgotten(
    stand_in: Counterpart, customer: str
) -> None:
    gateway = stand_in.gateway()
    way = stand_in.do("way", customer=customer, card="4242424242424242")["id"]
    stand_in.do("misbehave", how="refuse")
    with pytest.raises(Refused):
        gateway.forget(way)
    gateway.forget(way)
    stand_in.do("misbehave", how="refuse")
    gateway.forget(way)  # so says Stripe of one that is detached already


def test_what_is_not_confirmed_is_asked_for_again(stand_in: Counterpart, customer: str) -> None:
    stand_in.do("misbehave", how="after")
    with pytest.raises(Unavailable):
        stand_in.gateway().forget(customer)


def test_a_payment_cannot_be_deleted(stand_in: Counterpart) -> None:
    with pytest.raises(Refused, match="redact"):
        stand_in.gateway().forget("pi_paid")
