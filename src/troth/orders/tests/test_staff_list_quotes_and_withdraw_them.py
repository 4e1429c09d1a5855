"""What we offered stands on one list; what nobody has answered is withdrawn, once."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.messaging.models import Message
from troth.orders.models import Order, Quote
from troth.orders.tests.selling import client_of, customer, shop
from troth.orders.tests.test_a_quote_becomes_an_order import accept
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    shop()
    return customer()


@pytest.fixture
def desk() -> Client:
    return signed_in(make.staff("billing"))


def _see(client: Client, path: str, **more: Any) -> str:
    return str(client.get(path, more).content.decode())


def test_each_is_listed_by_what_became_of_it(account: Account, desk: Client) -> None:
    client, now = client_of(account), timezone.now()
    quotes = {
        state: make.quote(account, at=now)
        for state in ("open", "accepted", "declined", "withdrawn")
    } | {"lapsed": make.quote(account, days=-200)}
    accept(client, f"/account/{account.pk}/quotes/{quotes['accepted'].pk}/")
    client.post(f"/account/{account.pk}/quotes/{quotes['declined'].pk}/decline/")
    desk.post(f"/desk/quotes/{quotes['withdrawn'].pk}/withdraw/")
    assert "/desk/quotes/" in _see(desk, "/desk/orders/")
    for state in quotes:
        listed = _see(desk, "/desk/quotes/", show=state)
        assert {s for s, quote in quotes.items() if quote.number in listed} == {state}
    every = _see(desk, "/desk/quotes/")
    assert all(quote.number in every for quote in quotes.values())
    order = Order.objects.get()
    assert order.number in _see(desk, f"/desk/quotes/{quotes['accepted'].pk}/")


def test_what_is_withdrawn_is_told_and_not_accepted(account: Account, desk: Client) -> None:
    quote, client = make.quote(account, at=timezone.now()), client_of(account)
    mine, ours = f"/account/{account.pk}/quotes/{quote.pk}/", f"/desk/quotes/{quote.pk}/"
    assert "Withdraw the quote" in _see(desk, ours)
    for _twice in range(2):
        desk.post(f"{ours}withdraw/")
    assert Message.objects.get(subject__contains="withdrawn").body.count(quote.number) == 1
    assert "Withdrawn on" in _see(client, mine) and "obligation to pay" not in _see(client, mine)
    assert mine not in _see(client, f"/account/{account.pk}/")
    assert "is no longer valid" in accept(client, mine)
    client.post(f"{mine}decline/")
    quote.refresh_from_db()
    assert not quote.declined_at and not Order.objects.exists()
    assert "Withdraw the quote" not in _see(desk, ours)


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_what_is_answered_is_not_withdrawn(account: Account, desk: Client, answer: str) -> None:
    quote, client = make.quote(account, at=timezone.now()), client_of(account)
    path = f"/account/{account.pk}/quotes/{quote.pk}/"
    if answer == "accept":
        accept(client, path)
    else:
        client.post(f"{path}decline/")
    told = desk.post(f"/desk/quotes/{quote.pk}/withdraw/", follow=True).content.decode()
    assert "already been answered" in told
    assert not Quote.objects.exclude(withdrawn_at=None).exists()
    assert not Message.objects.filter(subject__contains="withdrawn").exists()
