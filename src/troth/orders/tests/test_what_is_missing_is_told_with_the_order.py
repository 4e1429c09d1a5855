"""An account that has yet to say whom to bill says so, agrees and orders in one form."""

from typing import Any

import pytest
from django.test import Client

from troth.accounts.models import Account
from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, client_of, customer, form_of, put_in, sent_by, shop

pytestmark = pytest.mark.django_db
ADDRESS = {"street": "1 Street", "postcode": "1010", "city": "Town", "name": "A Customer"}
AMERICAN = ADDRESS | {"country": "US", "postcode": "10001", "region": "NY"}


@pytest.fixture
def browser() -> Client:
    """Of a customer of a provider in Cyprus, with something in their order and no address."""
    product = shop("ispsystem")
    nowhere = dict.fromkeys(("street", "postcode", "city", "region", "country"), "")
    client = client_of(customer(**nowhere))
    put_in(client, product)
    return client


def send(browser: Client, told: dict[str, Any], **more: Any) -> str:
    answer = browser.post(ORDER, form_of(browser) | told | more, follow=True)
    return str(answer.content.decode())


def test_it_is_ordered_at_once_at_the_price_that_was_shown(browser: Client) -> None:
    page = browser.get(ORDER).content.decode()
    assert "Including the tax of Cyprus" in page and "Total: €11.90" in page
    assert "We have received your order" in send(browser, ADDRESS | {"country": "CY"})
    assert Order.objects.get().total == 11_90 and Account.objects.get().city == "Town"


@pytest.mark.parametrize("company", ["", "A Company"])
def test_another_price_is_shown_before_anything_is_ordered(browser: Client, company: str) -> None:
    told = form_of(browser) | AMERICAN | {"company": company}
    shown = browser.post(ORDER, told)
    page = shown.content.decode()
    assert "Your details change the tax: the total is now €10.00 instead of €11.90." in page
    assert "Nothing was ordered" in page and "Total: €10.00" in page
    assert 'name="street"' not in page and not Order.objects.exists()
    answer = browser.post(ORDER, sent_by(shown), follow=True)
    assert (
        "We have received your order" in answer.content.decode()
        and Order.objects.get().total == 10_00
    )


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(browser: Client) -> None:
    told = form_of(browser) | ADDRESS | {"country": "CY", "street": "", "note": "A word"}
    del told["terms"]
    page = browser.post(ORDER, told).content.decode()
    assert "You need to agree to the terms" in page and 'href="#id_street"' in page
    assert 'value="Town"' in page and ">\nA word</textarea>" in page
    assert not Order.objects.exists() and not Account.objects.get().city


def test_the_form_of_another_country_keeps_what_was_typed(browser: Client) -> None:
    told = {"country": "US", "city": "Town", "note": "A word", "change_country": "1"}
    page = send(browser, told)
    assert "ZIP code" in page and 'value="Town"' in page and "A word" in page
    assert "check the form" not in page and not Order.objects.exists()


def test_the_price_for_another_country_is_shown_with_its_form(browser: Client) -> None:
    shown = browser.post(ORDER, form_of(browser) | {"country": "US", "change_country": "1"})
    assert "Total: €10.00" in shown.content.decode() and not Account.objects.get().country
    answer = browser.post(ORDER, sent_by(shown) | AMERICAN, follow=True)
    assert "We have received your order" in answer.content.decode()
    assert Order.objects.get().total == 10_00


def test_an_address_that_is_half_told_is_no_mistake_of_the_order(browser: Client) -> None:
    shown = browser.post(ORDER, form_of(browser) | {"country": "??", "change_country": "1"})
    page = shown.content.decode()
    assert "Including the tax of Cyprus" in page and "Total: €11.90" in page
    assert "Order with obligation to pay" in page
