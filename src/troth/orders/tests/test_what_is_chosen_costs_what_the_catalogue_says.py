"""Promotions, prices that begin, options and stock: what the order page comes to, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.catalog.models import Choice, ChoicePrice, Option, Product, Promotion
from troth.core.day import day_at
from troth.orders.models import Order, Terms
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

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = day_at(timezone.now())


@pytest.fixture
def product() -> Product:
    return shop(most=3)


@pytest.fixture
def browser(product: Product) -> Client:
    return client_of(customer())


def seen(browser: Client) -> tuple[int, list[str]]:
    """What the order page comes to, net, and what it says against it."""
    shown = browser.get(ORDER).context
    proposal = shown["proposal"]
    return shown["sums"].net, [*filter(None, [proposal.code_wrong, *proposal.wrong])]


@pytest.mark.parametrize(
    ("promotion", "net", "wrong"),
    [
        ({"percent": 12_5000}, 875, ""),
        ({"percent": 500}, 999, ""),  # half a cent is taken off whole
        ({"percent": 100_0000}, 0, ""),
        ({"amount": 300, "currency": "EUR"}, 700, ""),
        ({"amount": 5000, "currency": "EUR"}, 0, ""),
        ({"amount": 300, "currency": "USD"}, 1000, "There is no promotion"),
        ({"percent": 10_0000, "starts": TODAY, "ends": TODAY}, 900, ""),
        ({"percent": 10_0000, "starts": TODAY + DAY}, 1000, "is not valid today"),
        ({"percent": 10_0000, "ends": TODAY - DAY}, 1000, "is not valid today"),
        ({"percent": 10_0000, "limit": 2, "used": 1}, 900, ""),
        ({"percent": 10_0000, "limit": 2, "used": 2}, 1000, "is used up"),
    ],
)
def test_a_promotion_takes_off_what_it_says(
    promotion: dict[str, Any], net: int, wrong: str, product: Product, browser: Client
) -> None:
    Promotion.objects.create(code="SPRING", **promotion)
    put_in(browser, product, code="spring")
    found, said = seen(browser)
    assert found == net and wrong in " ".join(said) and bool(said) == bool(wrong)


@pytest.mark.parametrize(
    ("promotion", "net"),
    [({"percent": 10_0000}, 9_900), ({"amount": 300, "currency": "EUR"}, 10_700)],
)
def test_an_amount_is_taken_off_once_and_a_percentage_of_each(
    promotion: dict[str, Any], net: int, product: Product, browser: Client
) -> None:
    Promotion.objects.create(code="SPRING", **promotion)
    put_in(browser, product, months=12, code="SPRING")
    put_in(browser, product)
    assert seen(browser) == (net, [])


def test_what_holds_from_today_on_holds_today(product: Product, browser: Client) -> None:
    disk = option(product, "Disk", "choice", ("50 GB", 500))
    choice = disk.choices.get()
    told = {"currency": "EUR", "months": 1, "amount": 700, "setup": 50, "starts": TODAY}
    ChoicePrice.objects.create(choice=choice, **told)
    priced(product, 1, 1200, starts=TODAY)
    Terms.objects.create(version="2", text="New.", starts=TODAY)
    page = browser.get("/shop/web/s/").content.decode().replace("\xa0", " ")
    assert "50 GB: €7.00 each month, set-up €0.50" in page and "€12.00 each month" in page
    put_in(browser, product, quantity=2, **{f"option_{disk.pk}": choice.pk})
    assert seen(browser) == (2 * (1200 + 700 + 50), [])
    assert "version 2" in browser.get(ORDER).content.decode()


def test_each_of_what_is_counted_is_set_up(product: Product, browser: Client) -> None:
    sites = option(product, "Sites", "quantity", ("Site", 100), least=1, most=5)
    ChoicePrice.objects.update(setup=20)
    for count, taken in ((0, False), (1, True), (5, True), (6, False)):
        put_in(browser, product, **{f"option_{sites.pk}": count})
        found, _wrong = seen(browser)
        assert found == (1000 + count * (100 + 20) if taken else 0)
        browser.post(ORDER, {"act": "remove", "line": _line(browser)})


@pytest.mark.parametrize("change", [{"least": 4}, {"most": 2}])
def test_what_no_longer_fits_is_chosen_anew(
    change: dict[str, int], product: Product, browser: Client
) -> None:
    sites = option(product, "Sites", "quantity", ("Site", 100), least=1, most=5)
    put_in(browser, product, **{f"option_{sites.pk}": 3})
    Option.objects.update(**change)
    assert "Please choose “Sites” of Hosting S again." in seen(browser)[1]


def test_what_is_offered_no_longer_is_not_sold(product: Product, browser: Client) -> None:
    backups = option(product, "Backups", "switch", ("Backups", 100))
    put_in(browser, product, **{f"option_{backups.pk}": "on"})
    Choice.objects.update(retired_at=timezone.now())
    assert "is not offered any more" in seen(browser)[1][0]
    Choice.objects.update(retired_at=None)
    Product.objects.update(retired_at=timezone.now())
    assert "is no longer sold for this period" in seen(browser)[1][0]


def test_what_no_column_holds_is_not_sold(product: Product, browser: Client) -> None:
    sites = option(product, "Sites", "quantity", ("Site", 10**12), most=2**31 - 1)
    put_in(browser, product, **{f"option_{sites.pk}": 1})
    assert seen(browser) == (1000 + 10**12, [])
    page = put_in(browser, product, **{f"option_{sites.pk}": 2**31 - 1})
    assert "This amount is too large." in page.content.decode()
    assert order(browser).status_code == 200 and Order.objects.count() == 1


def test_as_many_are_sold_as_there_are(product: Product, browser: Client) -> None:
    Product.objects.update(stock=3)
    put_in(browser, product, quantity=3)
    order(browser)
    assert Order.objects.get().accepted_at and Product.objects.get().stock == 0


def test_the_shop_shows_what_is_sold_in_its_currency(product: Product, browser: Client) -> None:
    priced(product, 1, 1, currency="USD")
    gone = Product.objects.create(
        group=product.group, name="Old", slug="old", retired_at=timezone.now()
    )
    priced(gone, 1, 100)
    ((_group, offers),) = browser.get("/shop/?currency=EUR").context["groups"]
    assert [(each.product, each.a_month) for each in offers] == [(product, 834)]


def _line(browser: Client) -> str:
    return next((key for key, *_ in browser.get(ORDER).context["rows"]), "")
