"""A new price for services that run: foreseen, told in time, charged then; or withdrawn."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from troth.accounts.models import Account
from troth.catalog.models import Group, Price, PriceChange, Product
from troth.core.day import day_at
from troth.messaging.models import Message
from troth.services.change_price import change_price
from troth.services.models import Cancellation, Service, Term
from troth.testing import make, sell

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
STARTS = date(2026, 8, 1)
TOLD = {"months": "1", "currency": "EUR", "amount": "12", "starts": STARTS}


@pytest.fixture
def desk(time_machine: time_machine.TimeMachineFixture) -> Client:
    time_machine.move_to(NOW, tick=False)
    make.in_force()
    client = Client()
    client.force_login(make.staff("billing"))
    return client


@pytest.fixture
def product(desk: Client) -> Product:
    group = Group.objects.create(name="Web hosting", slug="web")
    made = Product.objects.create(group=group, name="Hosting S", slug="s")
    old = {"currency": "EUR", "months": 1, "starts": date(2020, 1, 1)}
    Price.objects.create(product=made, amount=1000, **old)
    return made


def running(product: Product, *, account: Account | None = None, **more: Any) -> Service:
    began = datetime(2026, 3, 1, 9, tzinfo=UTC)
    service = Service.objects.create(
        account=account or make.account(at=began),
        **{"offer": product, "product": product.name, "started_at": began, "activated_at": began},
        **{"charged_through": date(2026, 7, 1), "anchor": 1, "label": more.pop("label", "")},
    )
    terms = {"product": product.name, "supply": "electronic", "months": 1, "currency": "EUR"}
    Term.objects.create(
        account=service.account,
        service=service,
        offer=product,
        **terms | {"price": 1000, "starts": day_at(began)} | more,
    )
    return service


def path(product: Product) -> str:
    return f"/desk/catalogue/products/{product.pk}/running/"


def tell(desk: Client, product: Product, **more: Any) -> int:
    return desk.post(path(product), TOLD | {"tell": "1"} | more).status_code


def test_it_is_foreseen_and_then_told(desk: Client, product: Product) -> None:
    service = running(product, label="site.example")
    running(product, account=service.account, label="two.example", quantity=2, price=2000)
    running(product, options="Backups", price=1300)
    german = make.owner(running(product).account)
    german.language = "de"
    german.save()
    ended, leaves, paid_by_year, new_price = (
        running(product),
        running(product),
        running(product, months=12, price=10000),
        running(product, price=1200),
    )
    Service.objects.filter(pk=ended.pk).update(ended_at=NOW)
    Cancellation.objects.create(
        account=leaves.account, service=leaves, asked_at=NOW, effective_on=STARTS
    )
    page = desk.post(path(product), TOLD | {"look": "1"})
    sums = page.context["sums"]
    assert (sums.services, sums.customers, sums.before, sums.after) == (4, 3, 5300, 6300)
    assert not PriceChange.objects.exists() and not Message.objects.exists()

    assert tell(desk, product) == 302

    change = PriceChange.objects.get()
    assert (change.amount, change.starts, change.told_at) == (1200, STARTS, NOW)
    told = {message.person_id: message for message in Message.objects.all()}
    assert len(told) == 3 and not {
        make.owner(each.account).pk for each in (ended, leaves, paid_by_year, new_price)
    } & set(told)
    mine = told[make.owner(service.account).pk]
    assert mine.rule == "message.account" and "1 August 2026" in mine.subject
    assert "Hosting S (site.example): €12.00 instead of €10.00 for 1 month" in mine.body
    assert "Hosting S (two.example): €24.00 instead of €20.00" in mine.body
    assert f"/account/{service.account_id}/services/" in mine.body
    assert any("€15.00 instead of €13.00" in each.body for each in told.values())
    assert "1. August 2026" in told[german.pk].subject
    seen = desk.get(f"/desk/catalogue/products/{product.pk}/").content.decode()
    assert "€12.00 for 1 month, from 1 August 2026" in seen


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": day_at(NOW) + timedelta(days=29)},
        {"starts": date(2020, 1, 1)},
        {"amount": "-1"},
        {"amount": "10"},  # what they cost already
        {"amount": ""},
        {"months": "0"},
        {"currency": "USD"},
    ],
)
def test_what_cannot_be_told_is_refused(
    desk: Client, product: Product, wrong: dict[str, object]
) -> None:
    running(product)
    assert tell(desk, product, **wrong) == 200
    assert not PriceChange.objects.exists() and not Message.objects.exists()


def test_the_first_day_that_can_be_is_filled_in_whatever_the_language(
    desk: Client, product: Product
) -> None:
    page = desk.get(path(product), headers={"Accept-Language": "de"})
    initial = page.context["form"].initial["starts"]
    assert f'type="date" name="starts" value="{initial.isoformat()}"' in page.content.decode()


def test_the_same_day_is_told_once(desk: Client, product: Product) -> None:
    running(product)
    assert tell(desk, product) == 302
    assert tell(desk, product, amount="13") == 200
    assert PriceChange.objects.count() == 1


def test_it_is_withdrawn_and_that_is_told(desk: Client, product: Product) -> None:
    running(product)
    tell(desk, product)
    change = PriceChange.objects.get()
    place = f"/desk/catalogue/price-changes/{change.pk}/"
    assert "Withdraw it" in desk.get(place).content.decode()
    desk.post(place)
    desk.post(place)  # a second click
    change.refresh_from_db()
    assert change.withdrawn_at == NOW
    assert ["stays as it is" in each.subject for each in Message.objects.order_by("pk")] == [
        False,
        True,
    ]
    assert tell(desk, product, amount="11") == 302


def test_what_holds_is_not_withdrawn(
    desk: Client, product: Product, time_machine: time_machine.TimeMachineFixture
) -> None:
    service = running(product)
    tell(desk, product)
    change = PriceChange.objects.get()
    time_machine.move_to(datetime(2026, 7, 25, tzinfo=UTC))
    term = service.terms.get()
    Term.objects.filter(pk=term.pk).update(until=STARTS)  # the run of that night
    term.pk, term.starts, term.price = None, STARTS, 1200
    term.save()
    desk.post(f"/desk/catalogue/price-changes/{change.pk}/")
    change.refresh_from_db()
    assert change.withdrawn_at is None


def test_a_consumer_is_told_the_price_with_tax() -> None:
    sell.seller(at=NOW)
    offer = sell.product("Hosting S", {1: 10_00})
    sell.sold(sell.buyer(), offer, at=NOW)
    new = PriceChange(product=offer, currency="EUR", months=1, amount=12_00, starts=STARTS)
    change_price(new, by=None, at=NOW)
    told = Message.objects.get(subject__contains="price").body
    assert "€14.28 instead of €11.90" in told and "Prices include 19% VAT of Cyprus." in told
