"""The mail of an accepted order holds all that was agreed: a link is none to keep (C-49/11)."""

import pytest
from pytest_django import Settings

from troth.messaging.models import Message
from troth.orders.models import Order, Terms
from troth.orders.tests.selling import client_of, customer, order, put_in, shop
from troth.policy.shipped import shipped
from troth.services.models import Service
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
GERMAN = {"country": "DE", "postcode": "10115", "city": "Berlin", "region": ""}
BEGIN = {"begin_words": "on"}


def confirmed(policy: str, told: dict[str, str], **customers: str) -> str:
    """The mail that somebody gets who orders a service of 10.00 a month, without its tax."""
    product = shop(policy)
    client = client_of(customer(**customers))
    put_in(client, product)
    order(client, **told)
    return Message.objects.get(subject__endswith="is accepted", channel="email").body


@pytest.mark.parametrize("policy", shipped())
def test_a_consumer_gets_the_contract_and_the_form_to_withdraw(
    policy: str, settings: Settings
) -> None:
    settings.TAX_REGISTERED = ("DE",)
    body = confirmed(policy, BEGIN, **GERMAN)
    provider = make.policy(policy).tables.provider
    assert "1 × Hosting S: €11.90" in body and "Then €11.90 each month, tax" in body
    assert "Net: €10.00" in body and "Tax: €1.90" in body and "Total: €11.90" in body
    assert "renews for the same period until you cancel" in body
    assert Order.objects.get().begin_words in body
    assert "Model withdrawal form" in body and "(*) Delete as appropriate." in body
    for told in (provider.legal_name or provider.name, provider.address, provider.phone):
        assert body.count(told or "") > 1
    assert "\n\nTerms\n=====\n\nYou pay." in body
    service = Service.objects.get()
    where = f"/account/{service.account_id}/services/{service.pk}/withdraw/"
    assert f"online at {settings.SITE_URL}{where}. If you use" in body


def test_a_business_is_told_of_no_right_that_it_has_not() -> None:
    business = {"company": "A Company", "tax_id": "DE136695976"}
    body = confirmed("softsys", {}, country="US", **business)
    assert "Hosting S" in body and "You pay." in body and "withdraw" not in body


def test_staff_are_told_that_there_are_no_terms() -> None:
    shop("ispsystem")
    staff = signed_in(make.staff("billing"))
    told = "No terms of business apply today"
    assert told not in staff.get("/desk/orders/").content.decode()
    Terms.objects.all().delete()
    assert told in staff.get("/desk/orders/").content.decode()
