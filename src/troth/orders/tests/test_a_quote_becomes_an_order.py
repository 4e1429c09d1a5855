"""Staff offer, the customer accepts or declines; what does not hold any more is not accepted."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from troth.accounts.models import Account
from troth.core.day import day_at
from troth.messaging.models import Message
from troth.orders.invoice_of import invoice_of
from troth.orders.models import Order, Quote, Terms
from troth.orders.tests.selling import client_of, customer, shop
from troth.services.models import Service
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def told(product: int, **more: Any) -> dict[str, Any]:
    """What the desk's form posts: one line of the catalogue and one of words."""
    day = day_at(timezone.now()) + timedelta(days=more.pop("days", 14))
    empty = {
        f"line{at}-{name}": value
        for at in range(5)
        for name, value in {"supply": "electronic", "months": 0, "quantity": 1}.items()
    }
    return {
        **empty,
        "currency": "EUR",
        "last_day": day.isoformat(),
        "words": "As we talked about.",
        "line0-product": product,
        "line0-months": 12,
        "line1-words": "Moving your site",
        "line1-quantity": 2,
        "line1-amount": "45.50",
        **more,
    }


def accept(client: Any, path: str) -> str:
    mark = re.search('name="mark" value="([^"]*)"', client.get(path).content.decode())
    sent = {"mark": mark[1] if mark else ""}
    return str(client.post(f"{path}accept/", sent, follow=True).content.decode())


def test_a_quote_is_accepted_once_and_is_an_order_then() -> None:
    product, account = shop(), customer()
    desk = f"/desk/customers/account/{account.pk}/quote/"
    signed_in(make.staff("billing")).post(desk, told(product.pk))
    made = Quote.objects.get()
    path = f"/account/{account.pk}/quotes/{made.pk}/"
    assert path in Message.objects.get().body
    client = client_of(account)
    assert made.number in client.get(f"/account/{account.pk}/").content.decode()
    page = client.get(path).content.decode()
    assert "Moving your site" in page and "€191.00" in page
    for _twice in range(2):
        assert "Thank you" in accept(client, path)
        client.post(f"{path}decline/")
    order = Order.objects.get()
    assert order.accepted_at and order.net == 10000 + 2 * 4550 and invoice_of(order)
    assert Service.objects.count() == 2
    assert "View your order" in client.get(path).content.decode()


def test_terms_that_have_changed_are_shown_before_they_are_agreed_to() -> None:
    shop()
    account = customer()
    quote, client = make.quote(account, at=timezone.now()), client_of(account)
    path = f"/account/{account.pk}/quotes/{quote.pk}/"
    shown = re.search('name="mark" value="([^"]*)"', client.get(path).content.decode())
    assert shown
    Terms.objects.create(version="2", text="You pay more.", starts=day_at(timezone.now()))
    sent = {"mark": shown[1]}
    assert "terms have changed" in client.post(f"{path}accept/", sent, follow=True).content.decode()
    assert not Order.objects.exists()
    assert "Thank you" in accept(client, path)


def test_what_is_declined_or_over_is_not_accepted() -> None:
    shop()
    account = customer()
    client = client_of(account)
    over, declined = make.quote(account, days=-200), make.quote(account, at=timezone.now())
    assert over.last_day < day_at(timezone.now())
    client.post(f"/account/{account.pk}/quotes/{declined.pk}/decline/")
    for each in (over, declined):
        path = f"/account/{account.pk}/quotes/{each.pk}/"
        assert "is no longer valid" in accept(client, path)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"line1-amount": "1e3"}, "Enter an amount"),
        ({"line1-amount": "-5"}, "Enter an amount"),
        ({"currency": "USD", "line1-words": ""}, "no longer sold for this period"),
        ({"days": -3}, "until today at least"),
        ({"line0-product": "", "line1-words": ""}, "A quote has lines"),
    ],
)
def test_what_cannot_be_offered_is_said_in_a_line(wrong: dict[str, Any], said: str) -> None:
    product, account = shop(), customer()
    staff = signed_in(make.staff("billing"))
    desk = f"/desk/customers/account/{account.pk}/quote/"
    assert said in staff.post(desk, told(product.pk, **wrong)).content.decode()
    assert not Quote.objects.exists()


def test_on_its_last_day_it_takes_what_there_is_from_the_stock() -> None:
    product, account = shop(stock=3, most=3), customer()
    desk = f"/desk/customers/account/{account.pk}/quote/"
    line = {"line0-quantity": 2, "line1-words": ""}
    for days in (0, 1):
        signed_in(make.staff("billing")).post(desk, told(product.pk, days=days, **line))
    first, second = (
        f"/account/{account.pk}/quotes/{each.pk}/" for each in Quote.objects.order_by("pk")
    )
    client = client_of(account)
    assert "Thank you" in accept(client, first)
    assert "bought the last one" in accept(client, second)
    product.refresh_from_db()
    assert product.stock == 1 and Order.objects.count() == 1


def test_who_cannot_be_invoiced_accepts_nothing() -> None:
    shop()
    account = customer()
    client, quote = client_of(account), make.quote(account, at=timezone.now())
    path = f"/account/{account.pk}/quotes/{quote.pk}/"
    EmailAddress.objects.update(verified=False)
    accept(client, path)
    EmailAddress.objects.update(verified=True)
    Account.objects.update(street="", city="")
    assert "details that an invoice needs" in accept(client, path)
    assert not Order.objects.exists()
