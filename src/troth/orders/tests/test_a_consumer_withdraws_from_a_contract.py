"""A consumer of the Union withdraws within 14 days, and gets back what they have not lived."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.models import Invoice, Payment
from troth.billing.owed import balance, owed, owed_in_all
from troth.billing.receive import receive
from troth.core.day import day_at
from troth.erasure.keep import keep
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.orders.models import Order
from troth.orders.tests.selling import client_of, customer, order, put_in, shop
from troth.services.bill import bill
from troth.services.models import Cancellation, Service
from troth.services.right_to_withdraw import last_day_to_withdraw
from troth.services.tests.selling import paid_until
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_utc")]

MONDAY = datetime(2027, 2, 1, 12, tzinfo=UTC)  # a month of 28 days begins


def ordered(begin: Any = True, *, paid: bool = True, **more: Any) -> tuple[Client, Service]:
    """A service of 28.00 a month without its tax of 19 %, ordered and mostly paid."""
    product = shop("ispsystem", kind=more.pop("kind", "hosting"))
    product.prices.filter(months=1).update(amount=2800, setup=700)
    account = customer(**{"country": "CY", "postcode": "1010", "region": ""} | more)
    client = client_of(account)
    put_in(client, product)
    order(client, **({"begin_words": "on", "delivery_words": "on"} if begin else {}))
    invoice = Invoice.objects.get()
    if paid:
        receive(account, invoice.total, "EUR", at=timezone.now(), method="transfer")
    return client, Service.objects.get()


def withdrawn(service: Service, days: int = 7) -> str:
    """The pages that a customer sees who withdraws so many days later."""
    page = f"/account/{service.account_id}/services/{service.pk}/"
    with time_machine.travel(MONDAY + timedelta(days), tick=False):
        client = client_of(Account.objects.get(pk=service.account_id))
        shown = client.get(page).content.decode()
        stated = client.post(f"{page}withdraw/", {"name": "Ada Example"})
        done = client.post(
            f"{page}withdraw/", {"name": "Ada Example", "confirm": "1"}, follow=True
        ).content.decode()
    return shown + stated.content.decode() + done


@pytest.mark.parametrize(("begin", "net"), [(True, 2100 + 525), (False, 2800 + 700)])
def test_who_asked_for_the_beginning_pays_for_the_days_lived(begin: bool, net: int) -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered(begin)
    assert bool(Order.objects.get().begin_words) == begin
    accepted = Message.objects.get(subject__contains="accepted")
    assert "you may withdraw" in accepted.body
    told = withdrawn(service)
    for words in ("Withdraw from contract here", "Confirm withdrawal", "We have received your"):
        assert words in told
    service.refresh_from_db()
    note = Invoice.objects.get(kind="credit note")
    assert service.ended_at and note.net == net
    made = Cancellation.objects.get()
    assert (made.kind, made.refund) == ("withdrawn", note.total)
    assert made.refund_by == date(2027, 2, 22)
    letter = Message.objects.get(subject="We have received your withdrawal")
    assert "Ada Example" in letter.body and "8 February 2027" in letter.body
    assert Entry.objects.filter(event="service.withdrawn").count() == 1
    withdrawn(service)
    assert Invoice.objects.filter(kind="credit note").count() == 1


def test_the_service_and_its_order_say_so() -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered()
    withdrawn(service, days=0)
    account, number = service.account, Order.objects.get().pk
    told = "Withdrawn from the contract on 1 February 2027"
    with time_machine.travel(MONDAY + timedelta(1), tick=False):
        client, desk = client_of(account), signed_in(make.staff("billing"))
        for page in ("services/", f"services/{service.pk}/", "orders/", f"orders/{number}/"):
            assert told in client.get(f"/account/{account.pk}/{page}").content.decode(), page
        for page in (f"services/{service.pk}/", "orders/", f"orders/{number}/"):
            assert told in desk.get(f"/desk/{page}").content.decode(), page


@pytest.mark.parametrize(
    ("begin", "words"),
    [(True, "still owe only for the days until then"), (False, "You owe nothing more for it")],
)
def test_who_has_not_paid_yet_is_told_what_they_still_owe(begin: bool, words: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered(begin, paid=False)
    told = withdrawn(service)
    letter = Message.objects.get(subject="We have received your withdrawal")
    assert words in letter.body and bool(owed_in_all(service.account)) == begin
    # Of a service that was given back whole, no day before it began is named as the last one.
    assert "31 January 2027" not in told


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ({"company": "Example Ltd"}, 1),
        ({"country": "US", "region": "NY", "postcode": "10001"}, 1),
        ({"kind": "licence"}, 1),
        ({}, 16),
    ],
    ids=["business", "abroad", "delivered at once", "too late"],
)
def test_who_has_no_right_has_no_way_to(more: dict[str, Any], days: int) -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered(**more)
    assert "Withdraw from contract here" not in withdrawn(service, days)
    service.refresh_from_db()
    assert service.ended_at is None and not Cancellation.objects.exists()


def test_a_licence_can_be_withdrawn_from_without_a_word_on_that() -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered(begin=False, kind="licence")
    withdrawn(service)
    assert Invoice.objects.get(kind="credit note").net == 3500


def test_who_cancelled_at_once_may_still_withdraw_and_cannot_take_it_up_again() -> None:
    with time_machine.travel(MONDAY, tick=False):
        client, service = ordered()
        page = f"/account/{service.account_id}/services/{service.pk}/"
        client.post(f"{page}cancel/", {"when": "now"})
        assert "the day on which it began" in client.get(page).content.decode()
    withdrawn(service)
    assert Invoice.objects.get(kind="credit note").net == 3500
    with time_machine.travel(MONDAY + timedelta(8), tick=False):
        client = client_of(Account.objects.get(pk=service.account_id))
        assert "withdrawn from" in client.post(f"{page}reactivate/", follow=True).content.decode()


def test_staff_enter_a_letter_that_was_sent_in_time_and_pay_it_back() -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered()
    with time_machine.travel(MONDAY + timedelta(20), tick=False):
        desk = signed_in(make.staff("billing"))
        page = f"/desk/services/{service.pk}/"
        sent = {"withdraw-sent_on": "2027-02-16", "withdraw-statement": "I want my money back."}
        told = desk.post(f"{page}withdraw/", sent, follow=True).content.decode()
        assert "is over" in told and not Cancellation.objects.exists()
        sent["withdraw-sent_on"] = "2027-02-15"
        desk.post(f"{page}withdraw/", sent)
        made = Cancellation.objects.get()
        assert made.refund_by == date(2027, 3, 1) and made.refund > 0
        assert "Withdrawals to be paid back" in desk.get("/desk/services/").content.decode()
        for _twice in range(2):
            desk.post(f"{page}pay-back/")
        assert Payment.objects.get(amount__lt=0).amount == -made.refund
        assert "Withdrawals to be paid back" not in desk.get("/desk/services/").content.decode()


def test_no_invoice_takes_by_itself_what_is_to_be_paid_back() -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered()
    account = service.account
    paid_until(date(2027, 2, 9), account, price=10_00)
    withdrawn(service)
    made = Cancellation.objects.get()
    with time_machine.travel(MONDAY + timedelta(9), tick=False):
        bill(on=date(2027, 2, 10), at=timezone.now())
        other = Invoice.objects.latest("pk")
        assert owed(other) == other.total > 0 and balance(account, "EUR") == made.refund
        desk = signed_in(make.staff("billing"))
        page = f"/desk/services/{service.pk}/"
        assert "Some of it has been used" not in desk.get(page).content.decode()
        client_of(account).post(f"/account/{account.pk}/invoices/{other.pk}/pay-from-balance/")
        left = made.refund - other.total
        shown = desk.get(page).content.decode().replace("\xa0", " ")
        assert f"in the meantime: €{left / 100:.2f} is left" in shown
        desk.post(f"{page}pay-back/")
    assert Payment.objects.get(amount__lt=0).amount == -left


def test_what_is_to_be_paid_back_is_so_when_its_customer_is_erased() -> None:
    with time_machine.travel(MONDAY, tick=False):
        client, service = ordered()
        client_of(service.account).post("/privacy-centre/erase/", {"confirmation": "ERASE"})
    withdrawn(service, days=1)
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        page = client_of(service.account).get("/privacy-centre/erase/").content.decode()
    assert "cannot be paid back" not in page
    due = Cancellation.objects.get().refund
    with time_machine.travel(MONDAY + timedelta(days=4), tick=False):
        keep(on=day_at(timezone.now()), at=timezone.now())
        desk = signed_in(make.staff("billing"))
        assert not Account.objects.exists() and due
        assert f"€{due / 100:.2f}" in desk.get("/desk/bank/transfers/").content.decode()
        assert "Nothing tells any longer" not in desk.get("/desk/balances/").content.decode()


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "UTC", "Pacific/Kiritimati"])
def test_the_last_day_is_over_once_it_is_so_everywhere(zone: str, settings: Settings) -> None:
    settings.TIME_ZONE = zone
    with time_machine.travel(MONDAY, tick=False):
        client, service = ordered()
    page = f"/account/{service.account_id}/services/{service.pk}/withdraw/"
    over = datetime.combine(service.withdraw_until or date.max, time(12), UTC) + timedelta(days=1)
    for at, status in ((over - timedelta(minutes=1), 200), (over, 302)):
        with time_machine.travel(at, tick=False):
            assert client_of(service.account).get(page).status_code == status


@pytest.mark.parametrize(
    ("concluded", "last"),
    [
        (date(2027, 2, 1), date(2027, 2, 15)),
        (date(2027, 2, 6), date(2027, 2, 22)),  # it would be a Saturday
        (date(2026, 12, 11), date(2026, 12, 28)),  # Christmas, a Friday, and the days after it
    ],
)
def test_the_time_ends_with_a_working_day(concluded: date, last: date) -> None:
    account = make.account()
    account.country = "DE"
    assert last_day_to_withdraw(account, concluded) == last
