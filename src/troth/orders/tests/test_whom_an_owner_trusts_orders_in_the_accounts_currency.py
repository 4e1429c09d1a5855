"""Somebody who may order, and not see the details of the account, is shown the prices it pays."""

import pytest

from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, customer, order, priced, put_in, shop
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("currency", ["", "EUR", "USD"])
def test_the_prices_are_those_that_are_invoiced(currency: str) -> None:
    product = shop()
    priced(product, 1, 2000, currency="USD")
    member = make.trusted(customer(currency=currency), make.verified(make.person()))
    member.scopes = "billing"
    member.save()
    client = signed_in(member.person)
    put_in(client, product)
    shown = {"USD": "$20.00"}.get(currency, "€10.00")
    assert shown in client.get(ORDER).content.decode()
    order(client)
    assert Order.objects.get().currency == (currency or "EUR")
