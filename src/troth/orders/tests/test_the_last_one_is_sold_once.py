"""Two order at once with one left: one has it, the other is told. A promotion ends so as well."""

import pytest
from django.test import Client

from troth.catalog.models import Product, Promotion
from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, client_of, customer, form_of, put_in, shop
from troth.services.models import Service
from troth.testing.at_once import at_once


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_has_the_last() -> None:
    product = shop(stock=1)
    statuses = both(product)
    assert sorted(statuses) == [200, 302]
    assert Order.objects.count() == Service.objects.count() == 1
    assert Product.objects.get().stock == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_has_the_last_use_of_a_promotion() -> None:
    product = shop()
    Promotion.objects.create(code="LAST", percent=50_0000, limit=1)
    assert sorted(both(product, code="LAST")) == [200, 302]
    assert Promotion.objects.get().used == Order.objects.count() == 1


def both(product: Product, code: str = "") -> list[int]:
    """What two customers are answered who order the same at the same moment."""
    clients = [client_of(customer()), client_of(customer())]
    for client in clients:
        put_in(client, product, code=code)
    sent = [form_of(client) for client in clients]

    def press(client: Client, told: dict[str, object]) -> int:
        return client.post(ORDER, told).status_code

    return at_once(*(lambda c=c, t=t: press(c, t) for c, t in zip(clients, sent, strict=True)))


@pytest.mark.django_db
def test_what_is_gone_or_used_up_is_said_on_the_page() -> None:
    product = shop(stock=1)
    Promotion.objects.create(code="LAST", percent=50_0000, limit=1)
    client = client_of(customer())
    put_in(client, product, code="last")
    sent = form_of(client)
    assert "€5.00" in client.get(ORDER).content.decode()
    Promotion.objects.update(used=1)
    page = client.post(ORDER, sent).content.decode()
    assert "is used up" in page and "€10.00" in page
    Product.objects.update(stock=0)
    page = client.get(ORDER).content.decode()
    assert "is sold out" in page and "obligation" not in page
    client.post(ORDER, {"act": "remove", "line": f"{product.pk}-1-1"})
    assert "Your order is empty" in client.get(ORDER).content.decode()
    assert not Order.objects.exists()
