"""What a customer has to their credit pays what they are charged, however that comes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from troth.billing.owed import balance
from troth.billing.receive import receive
from troth.core.day import day_at
from troth.journal.models import Entry
from troth.services.change import change, preview
from troth.services.open_by_hand import ByHand, open_by_hand
from troth.services.tests.conftest import Customer
from troth.services.wish import wished
from troth.testing import make
from troth.testing.visit import signed_in


def open_by_staff(customer: Customer) -> None:
    agreed = ByHand(offer=customer.large, label="", quantity=1, months=1, currency="EUR")
    open_by_hand(customer.account, agreed, at=timezone.now(), by=make.staff("billing"))


def change_plan(customer: Customer) -> None:
    now, service = timezone.now(), customer.now()
    wish = wished(service, service.terms.get(), customer.large, 1, 1, {}, on=day_at(now))
    change(service, wish, seen=preview(service, wish, at=now).seen, at=now)


def invoice_by_hand(customer: Customer) -> None:
    desk = signed_in(make.staff("billing"))
    page = f"/desk/customers/account/{customer.account.pk}/charge/"
    line = {"quantity": 1, "supply": "standard", "description": "Moving", "price": "20"}
    typed: dict[str, Any] = {"currency": "EUR"} | {f"line0-{k}": v for k, v in line.items()}
    shown = desk.post(page, typed).content.decode()
    desk.post(page, typed | {"seen": shown.split('name="seen" value="')[1].split('"')[0]})


def last(customer: Customer) -> int:
    found = customer.account.transactions.order_by("-pk").values_list("pk", flat=True).first()
    return found or 0


@pytest.mark.parametrize("comes", [open_by_staff, change_plan, invoice_by_hand])
def test_what_comes_is_paid_at_once(customer: Customer, comes: Callable[[Customer], None]) -> None:
    now, before = timezone.now(), last(customer)
    receive(customer.account, 500_00, "EUR", at=now, method="transfer")
    had = balance(customer.account, "EUR")
    comes(customer)
    assert last(customer) > before + 1
    assert not customer.account.invoices.with_standing().filter(owed__gt=0).exists()
    assert 0 < balance(customer.account, "EUR") < had
    assert Entry.objects.filter(event="balance.used").count() == 1
