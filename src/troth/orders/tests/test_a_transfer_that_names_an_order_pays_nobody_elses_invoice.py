"""What a bank tells is read in, of two customers with one name who ordered the same."""

from typing import Any

import pytest
from django.utils import timezone

from troth.accounts.models import Account
from troth.bank.models import BankLine
from troth.bank.take_in import take_in
from troth.bank.tests.paying import ours, paid
from troth.bank.tests.written import camt053
from troth.billing.models import Invoice, Irregularity
from troth.billing.owed import owed
from troth.orders.models import Order
from troth.orders.tests.selling import client_of, customer, order, put_in, shop
from troth.testing import make

pytestmark = pytest.mark.django_db

_NAME = "Some Customer"


@pytest.fixture
def two() -> tuple[Order, Order]:
    """The orders of two customers, with numbers that no invoice has."""
    ours()
    product = shop()
    for account in (customer(name=_NAME), customer(name=_NAME)):
        client = client_of(account)
        put_in(client, product)
        order(client)
    first, second = Order.objects.order_by("pk")
    for number, each in ((17, first), (18, second)):
        Order.objects.filter(pk=each.pk).update(number=f"O2026-{number:06}")
    return first, second


def told(text: str, amount: int = 1000, **more: Any) -> None:
    entry = paid(amount, text, party=_NAME, **more)
    take_in(camt053([entry]).encode(), at=timezone.now())


def owed_of(each: Order) -> int:
    return sum(map(owed, Invoice.objects.filter(account=each.account_id)))


@pytest.mark.parametrize(
    "text",
    [
        "O2026-000018",
        "o2026-000018 thanks",
        "O2026000018",
        "O 2026-000018",
        "O 2026 000018",
        "O-2026/000018",
        "O2026-18",
        "02026-000018",
        "O2026-00 0018",
        "O2026-000018 15.03.2026",
        "Order no. 2026-000018",
        "Bestellung 2026-18",
        "BestellungO2026-000018",
    ],
)
def test_it_pays_the_invoice_of_its_order(two: tuple[Order, Order], text: str) -> None:
    first, second = two
    told(text)
    assert (owed_of(first), owed_of(second)) == (1000, 0)


@pytest.mark.parametrize("text", ["O2026-000018", "order 2026-18", "2026-000018"])
def test_it_waits_where_its_order_is_paid(two: tuple[Order, Order], text: str) -> None:
    first, second = two
    told("O2026-000018")
    take_in(
        camt053([paid(1000, text, party=_NAME, bank_id="B2")], opening=1000, number="8").encode(),
        at=timezone.now(),
    )
    assert (owed_of(first), owed_of(second)) == (1000, 0)
    assert BankLine.objects.waiting().count() == 1
    assert Irregularity.objects.get().account_id == second.account_id


def test_what_pays_too_little_leaves_the_rest(two: tuple[Order, Order]) -> None:
    first, second = two
    told("O2026-000018", 400)
    assert (owed_of(first), owed_of(second)) == (1000, 600)


def _invoice(account: Account, number: str) -> Invoice:
    return make.saved(make.invoice_rows(account, paid=False, number=number))


@pytest.mark.parametrize(
    ("text", "pays"),
    [
        pytest.param("O 2026-000018", "order", id="with a space behind its letter"),
        pytest.param("order 2026-000018", "", id="where a word says that it is one"),
        pytest.param("2026-000018", "invoice", id="the number alone"),
        pytest.param("invoice 2026-000018", "invoice", id="where a word says that it is none"),
        pytest.param("O2026-000018 2026-000018", "", id="both"),
    ],
)
def test_an_invoice_of_somebody_else_has_the_number(
    two: tuple[Order, Order], text: str, pays: str
) -> None:
    other, (_first, second) = _invoice(customer(), "2026-000018"), two
    told(text)
    assert (owed(other) < 1190) is (pays == "invoice")
    assert (owed_of(second) == 0) is (pays == "order")
    assert BankLine.objects.waiting().count() == (not pays)


def test_two_orders_of_two_customers_wait(two: tuple[Order, Order]) -> None:
    told("O2026-000017 O2026-000018", 2000)
    assert [owed_of(each) for each in two] == [1000, 1000]
    assert BankLine.objects.waiting().count() == 1
