"""An order that staff are to look at says why, and its customer may take it back until then."""

import pytest
from django.test import Client

from troth.catalog.models import Product, Promotion
from troth.messaging.models import Message
from troth.orders.models import Order, ReviewRule
from troth.orders.tests.selling import client_of, customer, order, put_in, shop
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """Of somebody whose first order has taken the last one, at a promotion."""
    product = shop(stock=1)
    Promotion.objects.create(code="SPRING", percent=10_0000)
    ReviewRule.objects.create(kind="first")
    found = client_of(customer())
    put_in(found, product, code="spring")
    assert "It is your first order with us." in order(found).content.decode()
    return found


def path(act: str) -> str:
    made = Order.objects.get()
    return f"/account/{made.account_id}/orders/{made.pk}/{act}"


def test_it_gives_back_what_it_had_taken(client: Client) -> None:
    assert (Product.objects.get().stock, Promotion.objects.get().used) == (0, 1)
    page = client.post(path("take-back/"), follow=True).content.decode()
    assert "Your order has been cancelled." in page and "Cancelled on" in page
    assert "Cancel the order" not in page
    assert (Product.objects.get().stock, Promotion.objects.get().used) == (1, 0)
    number = Order.objects.get().number
    told = Message.objects.get(subject=f"Your order {number} is cancelled")
    assert f"Your order {number} is cancelled. Nothing is charged." in told.body
    client.post(path("take-back/"))
    assert Message.objects.filter(subject=told.subject).count() == 1
    assert Product.objects.get().stock == 1
    desk = f"/desk/orders/{Order.objects.get().pk}/accept/"
    signed_in(make.staff("billing")).post(desk)
    assert Order.objects.get().accepted_at is None


def test_what_was_accepted_is_not_taken_back(client: Client) -> None:
    desk = f"/desk/orders/{Order.objects.get().pk}/accept/"
    signed_in(make.staff("billing")).post(desk)
    page = client.post(path("take-back/"), follow=True).content.decode()
    assert "has already been decided" in page and Order.objects.get().accepted_at


def test_another_customer_takes_nothing_back(client: Client) -> None:
    assert client_of(customer()).post(path("take-back/")).status_code in (403, 404)
    assert Order.objects.get().refused_at is None
