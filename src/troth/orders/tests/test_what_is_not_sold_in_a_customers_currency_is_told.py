"""Whose account has a currency that nothing is sold in is told so, wherever they look."""

import pytest
from django.test import Client

from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, customer, form_of, put_in, shop
from troth.services.models import Service
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

NOT_IN = "Hosting S is no longer sold for this period in USD."


def test_customers_are() -> None:
    product, account, client = shop(), customer(currency="USD"), Client()
    put_in(client, product)  # in euros, as a visitor
    client.force_login(make.owner(account))
    for path, told in (
        ("/shop/", "Nothing is sold in USD at the moment."),
        ("/shop/?currency=EUR", "Nothing is sold in USD at the moment."),
        ("/shop/web/", "None of this is sold in this currency."),
        ("/shop/web/s/", "This is not available in USD at the moment."),
        (ORDER, NOT_IN),
    ):
        assert told in client.get(path).content.decode()
    assert NOT_IN in client.post(ORDER, form_of(client)).content.decode()
    assert not Order.objects.exists()


def test_staff_are() -> None:
    product, account = shop(), customer(currency="USD")
    form = f"/desk/customers/account/{account.pk}/services/new/"
    sent = {"offer": product.pk, "currency": "USD", "months": 1, "quantity": 1, "label": ""}
    assert NOT_IN in signed_in(make.staff("billing")).post(form, sent).content.decode()
    assert not Service.objects.exists()
