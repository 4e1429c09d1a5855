"""A price is set from today or a later day on, and none that has begun is ever changed."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from troth.catalog.models import Choice, ChoicePrice, Group, Option, Price, Product
from troth.testing import make, sell

pytestmark = pytest.mark.django_db

TODAY = make.NOW.date()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
TOLD = {"months": "1", "currency": "eur", "amount": "1,234.50", "setup": "9.99"}


@pytest.fixture
def desk(time_machine: time_machine.TimeMachineFixture) -> Client:
    time_machine.move_to(make.NOW)
    make.in_force()
    client = Client()
    client.force_login(make.staff("billing"))
    return client


@pytest.fixture
def product() -> Product:
    group = Group.objects.create(name="Web hosting", slug="web")
    return Product.objects.create(group=group, name="Hosting S", slug="s")


def path(product: Product) -> str:
    return f"/desk/catalogue/products/{product.pk}/price/"


def stored(product: Product) -> list[tuple[Any, ...]]:
    return list(product.prices.order_by("starts").values_list("amount", "setup", "starts"))


def test_it_is_told_now_and_as_it_comes(desk: Client, product: Product) -> None:
    for told in (
        TOLD | {"starts": TODAY},
        TOLD | {"starts": TOMORROW, "amount": "20"},
        TOLD | {"starts": TOMORROW, "amount": "15", "setup": ""},  # instead
    ):
        assert desk.post(path(product), told).status_code == 302
    assert stored(product) == [(123450, 999, TODAY), (1500, 0, TOMORROW)]
    page = desk.get(f"/desk/catalogue/products/{product.pk}/").content.decode()
    assert "€1,234.50" in page and "set-up €9.99" in page and "from 16 June 2026: €15.00" in page
    form = desk.get(f"{path(product)}?months=1&currency=EUR").context["form"]
    assert (form["amount"].value(), form["starts"].value()) == ("1234.50", TOMORROW)
    form = desk.get(path(product)).context["form"]  # for any other period
    assert (form["amount"].value(), form["starts"].value()) == (None, TODAY)


def test_a_first_price_that_nobody_has_seen_is_corrected(desk: Client, product: Product) -> None:
    desk.post(path(product), TOLD | {"starts": TODAY})
    assert desk.post(path(product), TOLD | {"starts": TODAY, "amount": "5"}).status_code == 200
    Product.objects.update(hidden=True)
    assert desk.post(path(product), TOLD | {"starts": TODAY, "amount": "5"}).status_code == 302
    assert stored(product) == [(500, 999, TODAY)]
    product.prices.create(currency="EUR", months=1, amount=1, starts=YESTERDAY)
    assert desk.post(path(product), TOLD | {"starts": TODAY, "amount": "6"}).status_code == 200
    product.prices.filter(starts=YESTERDAY).delete()
    sell.sold(sell.buyer(country="US", at=make.NOW), product, at=make.NOW)
    assert desk.post(path(product), TOLD | {"starts": TODAY, "amount": "6"}).status_code == 200


def test_what_has_begun_stays(desk: Client, product: Product) -> None:
    desk.post(path(product), TOLD | {"starts": TODAY})
    for day in (TODAY, YESTERDAY):
        assert desk.post(path(product), TOLD | {"starts": day, "amount": "1"}).status_code == 200
    (price,) = Price.objects.all()
    desk.post(path(product), {"take-back": price.pk})
    assert stored(product) == [(123450, 999, TODAY)]


def test_what_is_to_come_is_taken_back(desk: Client, product: Product) -> None:
    desk.post(path(product), TOLD | {"starts": TOMORROW})
    other = Product.objects.create(group=product.group, name="Hosting M", slug="m")
    (price,) = Price.objects.all()
    assert desk.post(path(other), {"take-back": price.pk}).status_code == 404
    assert desk.post(path(product), {"take-back": price.pk}).status_code == 302
    assert stored(product) == []


def test_a_product_is_sold_by_a_period_no_longer(
    desk: Client, product: Product, time_machine: time_machine.TimeMachineFixture
) -> None:
    desk.post(path(product), TOLD | {"starts": TODAY})
    told = {"months": "1", "currency": "EUR", "unsold": "on", "starts": TOMORROW}
    assert desk.post(path(product), told).status_code == 302
    assert stored(product)[1] == (None, 0, TOMORROW)
    assert "no price" not in desk.get("/desk/catalogue/").content.decode()
    time_machine.move_to(make.NOW + timedelta(days=1))
    desk.force_login(make.staff("billing"))
    assert "no price" in desk.get("/desk/catalogue/").content.decode()
    assert "not sold" in desk.get(f"/desk/catalogue/products/{product.pk}/").content.decode()


def test_a_choice_has_prices_of_its_own(desk: Client, product: Product) -> None:
    option = Option.objects.create(product=product, name="Disk", kind=Option.Kind.CHOICE)
    choice = Choice.objects.create(option=option, name="10 GB")
    place = f"/desk/catalogue/choices/{choice.pk}/"
    assert desk.post(f"{place}price/", TOLD | {"starts": TODAY}).status_code == 302
    assert ChoicePrice.objects.get().amount == 123450
    assert "€1,234.50" in desk.get(place).content.decode()
    desk.post(f"/desk/catalogue/products/{product.pk}/price/", TOLD | {"starts": TODAY})
    seen = desk.get(f"/desk/shop/{product.group.slug}/{product.slug}/").content.decode()
    assert "10 GB: €1,234.50 each month" in seen
    nothing = {"months": "1", "currency": "EUR", "unsold": "on", "starts": TOMORROW}
    assert desk.post(f"{place}price/", nothing).status_code == 200


@pytest.mark.parametrize(
    ("currency", "language", "amount", "minor"),
    [
        ("EUR", "en", "10.5", 1050),
        ("EUR", "en", "0", 0),
        ("EUR", "en", "10000000000", 10**12),
        ("EUR", "de", "1.234,50", 123450),
        ("JPY", "en", "1,200", 1200),
        ("KWD", "en", "1.234", 1234),
        ("EUR", "en", "10000000000.01", None),
        ("EUR", "en", "10,5", None),
        ("EUR", "en", "10.555", None),
        ("EUR", "de", "10.5", None),
        ("JPY", "en", "1.5", None),
        ("EUR", "en", "-1", None),
        ("EUR", "en", "+1", None),
        ("EUR", "en", "1e3", None),
        ("EUR", "en", "1_0", None),
        ("EUR", "en", "NaN", None),
        ("EUR", "en", "", None),
        ("EUR", "en", "ten", None),
        ("EUR", "en", "9" * 40, None),
        ("XQQ", "en", "1", None),
        ("EURO", "en", "1", None),
    ],
)
def test_an_amount_is_read_as_the_reader_writes_it(
    desk: Client, product: Product, currency: str, language: str, amount: str, minor: int | None
) -> None:
    told = {"months": "1", "currency": currency, "amount": amount, "starts": TODAY}
    with translation.override(language):
        answer = desk.post(path(product), told, headers={"accept-language": language})
    assert answer.status_code == (200 if minor is None else 302)
    assert [price.amount for price in product.prices.all()] == ([] if minor is None else [minor])
