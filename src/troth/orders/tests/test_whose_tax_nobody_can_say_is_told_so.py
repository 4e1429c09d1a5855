"""While nobody can say which tax an order bears, its page says so, and never a wrong total."""

import pytest
from django.test import Client

from troth.orders.tests.selling import ORDER, client_of, customer, put_in, shop

pytestmark = pytest.mark.django_db


def test_a_visitor_sees_the_price_before_tax() -> None:
    product, visitor = shop(), Client()  # in India, where the buyer's state decides
    put_in(visitor, product)
    page = visitor.get(ORDER).content.decode()
    assert "Net of tax" in page and page.count("<td>€10.00</td>") == 2 and "€0.00" not in page


def test_a_customer_is_told_in_words_of_theirs() -> None:
    product = shop()
    client = client_of(customer(country="DE", company="", tax_id=""))
    put_in(client, product)
    page = client.get(ORDER).content.decode()
    assert "We cannot take orders from your country yet." in page
    assert "TAX_" not in page and "€0.00" not in page and "obligation" not in page
