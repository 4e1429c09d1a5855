"""Consumers are shown prices with tax, and everybody is told what is in them."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.catalog.models import Addon, Product
from troth.messaging.models import Message
from troth.orders.tests.selling import (
    ORDER,
    client_of,
    customer,
    option,
    order,
    priced,
    put_in,
    shop,
)
from troth.tax.models import Rate, VatCheck

pytestmark = pytest.mark.django_db

NOBODY: dict[str, Any] = {"company": "", "tax_id": "", "region": ""}
CYPRIOT = NOBODY | {"country": "CY", "postcode": "1010"}
VISITOR = "Prices include 19% VAT of Cyprus. The tax depends on where you live"


@pytest.fixture
def product() -> Product:
    """Sold from Cyprus, for 10.00 a month with 5.00 for the set-up, a choice and an addon."""
    made = shop("ispsystem")
    made.prices.filter(months=1).update(setup=500)
    option(made, "Disk", "choice", ("small", 200))
    addon = Product.objects.create(group=made.group, name="Backup", slug="b", unlisted=True)
    priced(addon, 1, 300)
    Addon.objects.create(product=made, addon=addon)
    return made


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_visitor_sees_the_tax_of_the_providers_country(product: Product) -> None:
    visitor = Client()
    assert "€9.92" in text(visitor, "/shop/")  # of 119.00 a year
    compared = text(visitor, "/shop/web/")
    assert "€11.90" in compared and "€5.95" in compared and VISITOR in compared
    configured = text(visitor, "/shop/web/s/")
    for price in ("€11.90", "€5.95", "€2.38", "€3.57"):
        assert price in configured
    assert "€10.00" not in configured and VISITOR in configured


def test_a_preview_and_an_order_show_the_same(product: Product) -> None:
    visitor, choice = Client(), product.options.get().choices.get()
    disk = {f"option_{choice.option_id}": choice.pk}
    shown = put_in(visitor, product, preview="1", **disk).content.decode()
    assert "costs €20.23 now and then €14.28 each month" in shown
    put_in(visitor, product, **disk)
    ordered = text(visitor, ORDER)
    assert "First payment, with tax" in ordered and "<td>€20.23</td>" in ordered
    assert "then €14.28 each month" in ordered and "with €5.95 for the set-up" in ordered


@pytest.mark.parametrize(
    ("net", "words", "first", "later", "setup"),
    [
        (False, "with tax", "€20.23", "€14.28", "€5.95"),
        (True, "without tax", "€17.00", "€12.00", "€5.00"),
    ],
)
def test_what_was_ordered_is_shown_and_mailed_as_it_was_in_the_shop(  # noqa: PLR0913
    net: bool, words: str, first: str, later: str, setup: str, product: Product, settings: Any
) -> None:
    settings.SHOP_NET_PRICES = net
    client, choice = client_of(customer(**CYPRIOT)), product.options.get().choices.get()
    put_in(client, product, **{f"option_{choice.option_id}": choice.pk})
    placed = order(client).redirect_chain[-1][0]
    Account.objects.update(country="CH")  # which changes nothing that was agreed
    page, mail = text(client, placed), Message.objects.get(subject__endswith="is accepted").body
    assert f"First payment, {words}" in page and f"<td>{first}</td>" in page
    assert f"then {later} each month" in page and f"with {setup} for the set-up" in page
    assert f"Hosting S: {first}" in mail and f"Then {later} each month, " in mail
    assert ("plus tax" in mail) == net


@pytest.mark.parametrize(
    ("account", "price", "words"),
    [
        (CYPRIOT, "€11.90", "Prices include 19% VAT of Cyprus.</p>"),
        (CYPRIOT | {"company": "A Company"}, "€11.90", "Prices include 19% VAT of Cyprus.</p>"),
        (NOBODY | {"country": "CH"}, "€10.00", ">No tax is charged.</p>"),
        (NOBODY | {"country": ""}, "€11.90", VISITOR),
    ],
)
def test_who_is_signed_in_sees_the_tax_that_they_would_pay(
    account: dict[str, Any], price: str, words: str, product: Product
) -> None:
    page = text(client_of(customer(**account)), "/shop/web/")
    assert price in page and words in page


def test_a_business_that_owes_the_tax_itself_sees_net_prices(product: Product) -> None:
    buys = customer(**CYPRIOT | {"country": "DE", "company": "GmbH", "tax_id": "DE136695976"})
    now = timezone.now()
    VatCheck.objects.create(
        account=buys, number="DE136695976", asked_at=now, answered_at=now, valid=True
    )
    page = text(client_of(buys), "/shop/web/")
    assert "€10.00" in page and "Reverse charge: the customer owes the tax." in page


def test_a_visitor_is_not_promised_the_tax_of_a_state_that_nobody_knows() -> None:
    visitor, product = Client(), shop("websoft")  # from the United States
    Rate.objects.filter(place="US").delete()
    put_in(visitor, product)
    page = text(visitor, ORDER)
    assert "Net of tax. Sign in to see the tax that applies to you." in page
    assert "No sales tax" not in page and "Including tax" not in page


def test_an_export_is_told_in_the_words_of_a_shop() -> None:
    client, product = client_of(customer(country="US")), shop("softsys")  # from India
    put_in(client, product)
    for path in ("/shop/web/", ORDER):
        page = text(client, path)
        assert ">No tax is charged.</p>" in page and "SUPPLY MEANT FOR EXPORT" not in page


def test_a_shop_for_businesses_alone_shows_net_prices(product: Product, settings: Any) -> None:
    settings.SHOP_NET_PRICES = True
    page = text(Client(), "/shop/web/")
    assert "€10.00" in page and "Prices are net, plus VAT." in page


def test_a_page_asks_about_the_tax_once(
    product: Product, django_assert_max_num_queries: Any
) -> None:
    client = client_of(customer(**CYPRIOT))
    client.get("/shop/web/s/")
    rates = 'FROM "tax_rate"'
    with django_assert_max_num_queries(60) as asked:
        client.get("/shop/web/s/")
    assert sum(rates in query["sql"] for query in asked.captured_queries) == 1
