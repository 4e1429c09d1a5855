"""An order whose invoice the policy has let go of says nothing of it, nor that one is to come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.core.day import day_at
from troth.erasure.keep import keep
from troth.orders.models import Order
from troth.orders.tests.selling import client_of, customer, order, put_in, shop

pytestmark = pytest.mark.django_db


def test_an_order_whose_invoice_has_gone_waits_for_none() -> None:
    product, account = shop(), customer()
    client = client_of(account)
    put_in(client, product)
    order(client)
    address = f"/account/{account.pk}/orders/{Order.objects.get().pk}/"
    assert "/invoices/" in client.get(address).content.decode().partition("<main")[2]
    later = timezone.now() + timedelta(days=365 * 20)
    keep(on=day_at(later), at=later)
    page = client_of(account).get(address).content.decode().partition("<main")[2]
    assert "What was agreed" in page
    assert "/invoices/" not in page and "The invoice follows" not in page
