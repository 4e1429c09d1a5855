from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.billing.models import Invoice
from troth.billing.owed import balance
from troth.billing.receive import receive
from troth.core.day import day_at
from troth.messaging.models import Message
from troth.services.bill import bill
from troth.services.models import Charge
from troth.testing import make, sell
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """A colleague who does the billing, and a customer at home."""

    def __init__(self) -> None:
        now = timezone.now()
        sell.seller(at=now)
        self.account: Account = sell.buyer(at=now)
        self.client: Client = signed_in(make.staff("billing"))
        self.page = f"/desk/customers/account/{self.account.pk}/charge/"

    def post(self, *lines: dict[str, Any], **typed: Any) -> str:
        sent = {"currency": "EUR"} | typed
        for at, line in enumerate(lines):
            whole = {"quantity": 1, "supply": "standard", "description": "Moving", "price": "1"}
            sent |= {f"line{at}-{name}": value for name, value in (whole | line).items()}
        answer = self.client.post(self.page, sent, follow=True)
        return unescape(answer.content.decode()).replace("\xa0", " ")

    def seen(self, *lines: dict[str, Any], **typed: Any) -> str:
        html = self.post(*lines, **typed)
        assert 'name="seen" value="' in html, html
        return html.split('name="seen" value="')[1].split('"')[0]


@pytest.fixture
def desk() -> Desk:
    return Desk()


MANY = (
    {"description": "Moving", "quantity": 3, "price": "80", "discount": "40"},
    {"description": "Care", "starts": "2099-11-01", "last_day": "2099-11-30", "price": "10"},
    {"description": "Course", "supply": "exempt", "price": "5.50"},
)


def test_the_document_is_seen_and_then_issued_once(desk: Desk) -> None:
    due = timezone.localdate() + timedelta(days=3)
    head = {"due_on": due.isoformat(), "remark": "Thank you for your patience."}
    receive(desk.account, 50, "EUR", at=timezone.now(), method="card")
    html = desk.post(*MANY, **head)
    assert "Thank you for your patience." in html and "Care" in html and "€255.40" in html
    assert not Invoice.objects.exists() and not Charge.objects.exists()
    seen = desk.seen(*MANY, **head)
    for _click in range(2):
        desk.post(*MANY, **head, seen=seen)
    made = Invoice.objects.get()
    assert (made.net, made.tax, made.due_on) == (215_50, 39_90, due)
    assert made.remark == head["remark"] and "xempt" in made.notes
    lines = made.lines.order_by("position").values_list("quantity", "price", "discount", "category")
    assert list(lines) == [(3, 8000, 4000, "S"), (1, 1000, 0, "S"), (1, 550, 0, "E")]
    assert balance(desk.account, "EUR") == 0, "what is to their credit pays first"
    assert Message.objects.filter(subject__contains=made.number).count() == 1
    customer = signed_in(make.owner(desk.account))
    page = customer.get(f"/account/{desk.account.pk}/invoices/{made.pk}/").content.decode()
    assert head["remark"] in page
    for kind in ("pdf", "xml"):
        answer = customer.get(f"/account/{desk.account.pk}/invoices/{made.pk}/{kind}/")
        assert answer.status_code == 200, kind


def test_nothing_else_is_issued_than_was_seen(desk: Desk) -> None:
    seen = desk.seen({"price": "10"})
    assert "figures have changed" in desk.post({"price": "11"}, seen=seen)
    assert not Invoice.objects.exists()


def test_what_is_charged_by_hand_waits_for_the_next_invoice(desk: Desk) -> None:
    for price in ("10", "20"):
        desk.post({"price": price}, waits="on", seen=desk.seen({"price": price}, waits="on"))
    assert not Invoice.objects.exists() and Charge.objects.count() == 2
    first = Charge.objects.earliest("pk")
    for _click in range(2):
        html = desk.client.post(f"{desk.page}{first.pk}/take-back/", follow=True)
    assert b"invoiced or withdrawn" in html.content
    now = timezone.now()
    bill(on=day_at(now), at=now)
    assert Invoice.objects.get().net == 20_00
    left = Charge.objects.get()
    desk.client.post(f"{desk.page}{left.pk}/take-back/")
    assert Charge.objects.get() == left


WRONG: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"price": "-1"}, {}),
    ({"price": "1e2"}, {}),
    ({"price": "1.001"}, {}),
    ({"price": ""}, {}),
    ({"quantity": 0}, {}),
    ({"discount": "1.01"}, {}),
    ({"starts": "2026-11-01"}, {}),
    ({"starts": "2026-11-02", "last_day": "2026-11-01"}, {}),
    ({"starts": "0001-01-01", "last_day": "9999-12-31"}, {}),
    ({"supply": "nonsense"}, {}),
    ({"product": 0}, {}),
    ({}, {"due_on": "2020-01-01"}),
    ({}, {"waits": "on", "remark": "Thank you"}),
    ({}, {"currency": "XXX"}),
    ({"description": "", "price": ""}, {}),
]


def test_what_cannot_be_is_said_in_one_line(desk: Desk) -> None:
    for line, head in WRONG:
        html = desk.post(line, **head)
        assert "Error: " in html and 'name="seen"' not in html, (line, head)
