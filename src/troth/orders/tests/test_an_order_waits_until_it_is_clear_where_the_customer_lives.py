"""Of a consumer who orders from elsewhere, or of whom one sign alone is known, somebody asks."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from troth.accounts.models import Account
from troth.bank.settle import settle
from troth.billing.models import Invoice
from troth.catalog.models import Product
from troth.messaging.models import Message
from troth.orders.models import Order, Quote
from troth.orders.tests.selling import client_of, customer, order, put_in, shop
from troth.orders.tests.test_a_quote_becomes_an_order import accept, told
from troth.tax.models import Sign
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def product(settings: Settings) -> Product:
    """Of a provider in Cyprus, whose proxy tells the country that a request comes from."""
    settings.COUNTRY_HEADER = "CF-IPCountry"
    return shop("ispsystem")


def ordered(account: Account, *, country: str = "") -> Client:
    client = client_of(account)
    client.defaults["HTTP_CF_IPCOUNTRY"] = country
    put_in(client, Product.objects.get())
    order(client)
    return client


def cypriot(**more: Any) -> Account:
    return customer(country="CY", **more)


def test_it_waits_until_staff_have_seen_a_proof() -> None:
    account = cypriot()
    ordered(account, country="FR")
    made = Order.objects.get()
    assert not Invoice.objects.exists()
    assert "add your telephone number to your profile" in Message.objects.get().body

    staff, desk = signed_in(make.staff("billing")), f"/desk/orders/{made.pk}/"
    where = f"/desk/customers/account/{account.pk}/where/"
    assert where in staff.get(desk).content.decode()
    assert "is contradictory" in staff.post(f"{desk}accept/", follow=True).content.decode()
    assert "France" in staff.get(where).content.decode()
    # No country is chosen for whoever just presses the button.
    assert "This field is required" in staff.post(where, {"country": ""}).content.decode()
    assert '<option value="" selected>' in staff.get(where).content.decode()
    staff.post(where, {"country": "CY"})
    staff.post(f"{desk}accept/")

    sealed = "billing address CY, other proof CY, not IP address FR"
    assert Invoice.objects.get().evidence == sealed


def test_a_telephone_number_proves_it_as_well(settings: Settings) -> None:
    settings.TAX_TWO_SIGNS = True
    account = cypriot()
    client = ordered(account)
    made = Order.objects.get()
    assert made.review == "residence"
    told = {"name": "A Person", "phone": "+35799123456"}
    assert client.post("/profile/", told).status_code == 302
    signed_in(make.staff("billing")).post(f"/desk/orders/{made.pk}/accept/")
    assert Invoice.objects.get().evidence == "billing address CY, telephone CY"


@pytest.mark.parametrize(
    ("country", "sealed"), [("", "billing address CY"), ("CY", "billing address CY, IP address CY")]
)
def test_what_nothing_contradicts_holds_at_once(country: str, sealed: str) -> None:
    ordered(cypriot(), country=country)
    assert Invoice.objects.get().evidence == sealed


def test_a_bank_elsewhere_contradicts_the_next_order() -> None:
    account = cypriot()
    ordered(account)
    line = make.bank_line(None)
    settle(line, at=make.NOW, account=account)
    assert {sign.kind: sign.country for sign in Sign.objects.all()} == {"bank": "NL"}
    ordered(account)
    assert Invoice.objects.count() == 1 and Order.objects.filter(review="residence").exists()


def test_of_a_business_nothing_is_noted() -> None:
    ordered(cypriot(company="A Company"), country="FR")
    assert Invoice.objects.exists() and not Sign.objects.exists()


def test_a_quote_waits_likewise(product: Product, settings: Settings) -> None:
    settings.TAX_TWO_SIGNS, account = True, cypriot()
    desk = f"/desk/customers/account/{account.pk}/quote/"
    signed_in(make.staff("billing")).post(desk, told(product.pk))
    path = f"/account/{account.pk}/quotes/{Quote.objects.get().pk}/"
    accept(client_of(account), path)
    assert Order.objects.get().review == "residence" and not Invoice.objects.exists()
