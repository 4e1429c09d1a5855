"""Orders are documents that stay, and the code of a promotion is for who knows it."""

from typing import Any

import pytest
from django.test import Client

from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, client_of, customer, form_of, order, put_in, shop
from troth.services.models import Service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    limits = {"order": "2/h/user", "wrong_code": "2/h/ip"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | limits


def test_orders_and_changes_of_plan_have_a_limit() -> None:
    product, client = shop(), client_of(customer())
    for _each in range(3):
        put_in(client, product)
        answer = order(client)
    assert answer.status_code == 429 and Order.objects.count() == 2
    service = Service.objects.all()[0]
    page = f"/account/{service.account_id}/services/{service.pk}/change/"
    told: dict[str, str | int] = {"offer": product.pk, "months": 12, "quantity": 1, "seen": ""}
    assert client.get(page, told).status_code == 200
    assert client.post(page, told).status_code == 429


def test_guesses_at_codes_have_a_limit_and_other_orders_none() -> None:
    product, client = shop(), Client()
    put_in(client, product)
    tried = [
        client.post(ORDER, {"act": "code", "code": f"GUESS{each}"}, follow=True).status_code
        for each in range(3)
    ]
    assert tried == [200, 200, 429]
    assert put_in(client, product, code="GUESS4").status_code == 429
    client.post(ORDER, {"act": "code", "code": ""})
    assert client.get(ORDER).status_code == 200
    buyer = client_of(customer())
    put_in(buyer, product)
    assert buyer.post(ORDER, form_of(buyer)).status_code == 302
