"""What a choice adds to running services changes after notice, together with all else that does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from troth.catalog.models import Choice, ChoicePrice, Option, PriceChange, Product
from troth.core.errors import TrothError
from troth.messaging.models import Message
from troth.services.bill import bill
from troth.services.change_price import change_price
from troth.services.models import Service
from troth.services.withdraw_price import withdraw_price
from troth.testing import make, sell

pytestmark = pytest.mark.django_db

BEGAN = datetime(2026, 6, 15, 12, tzinfo=UTC)
NOW = BEGAN + timedelta(days=1)
TOLD = {"months": "1", "currency": "EUR", "amount": "1.50", "starts": date(2026, 8, 1)}


@pytest.fixture
def desk(time_machine: time_machine.TimeMachineFixture) -> Client:
    time_machine.move_to(NOW, tick=False)
    sell.seller("softsys", at=BEGAN)
    client = Client()
    client.force_login(make.staff("billing"))
    return client


@pytest.fixture
def product(desk: Client) -> Product:
    return sell.product("Small", {1: 1000})


@pytest.fixture
def choice(product: Product) -> Choice:
    """A GB that adds 1 EUR a month; a service may have up to ten."""
    option = Option.objects.create(product=product, name="Disk", kind="quantity", most=10)
    made = Choice.objects.create(option=option, name="GB")
    ChoicePrice.objects.create(
        choice=made, currency="EUR", months=1, amount=100, setup=50, starts=sell.LONG_AGO
    )
    return made


def sold(product: Product, choices: dict[int, int] | None = None) -> Service:
    account = sell.buyer(country="US", at=BEGAN)
    return sell.sold(account, product, quantity=2, choices=choices, at=BEGAN)


@pytest.fixture
def service(product: Product, choice: Choice) -> Service:
    """Two with three GB each: 26 EUR a month."""
    return sold(product, {choice.pk: 3})


def tell(product: Product, amount: int, starts: date, choice: Choice | None = None) -> PriceChange:
    new = PriceChange(
        product=product, choice=choice, currency="EUR", months=1, amount=amount, starts=starts
    )
    change_price(new, by=None, at=NOW)
    return new


def charged(service: Service, until: date) -> list[int]:
    bill(on=until, at=datetime(until.year, until.month, until.day, 3, tzinfo=UTC))
    periods = service.charges.filter(reason="period", starts__gt=BEGAN).order_by("starts")
    return [each.amount for each in periods]


def test_it_is_foreseen_told_and_charged(
    desk: Client, product: Product, choice: Choice, service: Service
) -> None:
    other = sold(product)
    page = f"/desk/catalogue/choices/{choice.pk}/running/"
    assert page in desk.get(f"/desk/catalogue/choices/{choice.pk}/").content.decode()
    assert page in desk.get(f"/desk/catalogue/choices/{choice.pk}/price/").content.decode()
    sums = desk.post(page, TOLD | {"look": "1"}).context["sums"]
    assert (sums.services, sums.before, sums.after) == (1, 2600, 2900)
    assert not PriceChange.objects.exists()
    assert desk.post(page, TOLD | {"tell": "1"}).status_code == 302
    told = Message.objects.get(subject__contains="price of Small")
    assert "€29.00 instead of €26.00" in told.body and told.account == service.account
    assert "Disk: GB" in desk.get(f"/desk/catalogue/products/{product.pk}/").content.decode()
    assert charged(service, date(2026, 9, 10)) == [2600, 2900, 2900]
    assert charged(other, date(2026, 9, 10)) == [2000, 2000, 2000]


@pytest.mark.parametrize(("ticked", "amounts"), [({}, [100]), ({"new_orders": "on"}, [100, 150])])
def test_new_orders_cost_it_where_staff_say_so(
    desk: Client, choice: Choice, service: Service, ticked: dict[str, Any], amounts: list[int]
) -> None:
    desk.post(f"/desk/catalogue/choices/{choice.pk}/running/", TOLD | {"tell": "1"} | ticked)
    prices = choice.prices.order_by("starts")
    assert [each.amount for each in prices] == amounts and {each.setup for each in prices} == {50}


def test_all_that_was_told_comes_together_and_in_turn(
    product: Product, choice: Choice, service: Service
) -> None:
    tell(product, 1200, date(2026, 8, 1))
    tell(product, 150, date(2026, 8, 5), choice)
    tell(product, 200, date(2026, 10, 1), choice)
    tell(product, 1300, date(2026, 11, 1))
    costs = [2600, 2 * (1200 + 450), 2 * (1200 + 450), 2 * (1200 + 600), 2 * (1300 + 600)]
    assert charged(service, date(2026, 11, 10)) == costs


def test_what_holds_for_one_is_not_withdrawn(
    product: Product, choice: Choice, service: Service
) -> None:
    change = tell(product, 150, date(2026, 8, 15), choice)
    assert charged(service, date(2026, 8, 14)) == [2600, 2900]
    with pytest.raises(TrothError):
        withdraw_price(change, by=None, at=datetime(2026, 8, 14, 4, tzinfo=UTC))


def test_what_is_withdrawn_comes_not(product: Product, choice: Choice, service: Service) -> None:
    withdraw_price(tell(product, 150, date(2026, 8, 1), choice), by=None, at=NOW)
    assert charged(service, date(2026, 8, 10)) == [2600, 2600]
