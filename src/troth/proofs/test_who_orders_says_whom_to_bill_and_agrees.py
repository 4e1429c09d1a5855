"""Nothing is ordered without a name and an address to bill, nor without agreeing to its rules."""

import pytest

from troth.gateways.models import PaymentAttempt
from troth.orders.models import Order
from troth.proofs.expect import expect
from troth.proofs.payments import payment_page, takes_payments  # noqa: F401  (a fixture)
from troth.proofs.shop import chooses, sells
from troth.proofs.world import World
from troth.testing import make
from troth.testing.traces import CARD, kept_in

BILLED = {
    "name": "Ada Newcomer",
    "street": "7 Byte Lane",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
}


@pytest.mark.proves("SF-03")
@pytest.mark.usefixtures("takes_payments")
def test_an_order_without_whom_to_bill_is_refused(world: World) -> None:
    customer = world.customer(name="Ada Newcomer", country="DE", street="", city="", postcode="")
    page = chooses(customer, sells(world))
    expect({*BILLED} <= page.fields, "the order page asks for a billing name and address")
    nameless = customer.fill("/shop/order/", "Order", **BILLED | {"name": ""})
    expect({*BILLED} <= nameless.fields, "it insists on a name")
    expect(not Order.objects.exists(), "and takes no order before it has them")
    customer.fill("/shop/order/", "Order", **BILLED)
    if not Order.objects.exists():  # with the address the sum is another, and shown first
        customer.fill("/shop/order/", "Order")
    assert Order.objects.get(account=customer.account).total > 0, "with them it is an order"
    insists_when_paying(world)


def insists_when_paying(world: World) -> None:
    """The payment page asks whom to bill and how it is paid, and takes no number of a card."""
    customer = world.customer(name="Ada Newcomer", country="DE", street="", city="", postcode="")
    path = payment_page(customer)
    page = customer.open(path)
    expect({*BILLED} - {"name"} <= page.fields, "the payment page asks for an address to bill")
    expect("way" in page.fields, "and for a way to pay")
    customer.fill(path, way="pretend")
    customer.post(path, street=CARD, way=CARD)
    expect(not PaymentAttempt.objects.exists(), "nothing is paid without an address")
    expect(not kept_in(), "and no number of a card is held")


@pytest.mark.proves("IS-55")
def test_the_documents_of_the_policy_are_agreed_to(world: World) -> None:
    customer, product = world.customer(), sells(world)
    make.terms("2026-1")
    page = chooses(customer, product)
    said = page.text
    expect("regulations and agreements on our services" in said, "the documents are named")
    expect("documents" in page.fields, "they are to be agreed to")
    assert any(link.startswith("/shop/terms/") for link in page.links()), "they can be read"
    customer.fill("/shop/order/", "Order", terms=True)
    expect(not Order.objects.exists(), "without agreeing there is no order")
    placed = customer.fill("/shop/order/", "Order", terms=True, documents=True)
    expect("regulations and agreements on our services" in placed.text, "it is on record")
    expect("Version 2026-1" in placed.text, "with its edition")
