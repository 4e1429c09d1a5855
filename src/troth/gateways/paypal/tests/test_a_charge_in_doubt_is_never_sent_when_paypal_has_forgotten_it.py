"""PayPal knows our keys for some hours: what is in doubt for longer waits for a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.models import DunningStep, Invoice, Payment
from troth.billing.owed import owed
from troth.calls.give_up import give_up
from troth.calls.models import Call
from troth.calls.try_again import try_again
from troth.calls.waiting import waiting
from troth.calls.work import work_due
from troth.core import ask_outside
from troth.core.day import day_at
from troth.gateways.charge import charge
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.pay_back import pay_back
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.paypal.counterpart import SHARE, Counterpart
from troth.testing.pretend.counterpart import tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stand_in(
    stand_in: Counterpart, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Counterpart]:
    monkeypatch.setattr(ask_outside, "PATIENCE", 2.0)
    stand_in.do("forget")
    backend = "troth.gateways.paypal.gateway.PayPal"
    settings.GATEWAYS = {"paypal": {"BACKEND": backend, "OPTIONS": stand_in.options}}
    made.cache_clear()
    make.in_force(make.changed("softsys", rules=SHARE))
    yield stand_in
    made.cache_clear()


def wallet(account: Account, stand_in: Counterpart, now: datetime) -> None:
    told: dict[str, Any] = {"gateway": "paypal", "kind": "wallet", "label": "PayPal p…@x.example"}
    name = stand_in.do("way", declines=False)["id"]
    told |= {"reference": name, "added_at": now, "default_since": now}
    PaymentMethod.objects.create(account=account, **told)


@pytest.fixture
def doubtful(stand_in: Counterpart) -> tuple[Invoice, datetime]:
    """An invoice that was taken from a wallet, whose answer was lost; and when that was."""
    now = timezone.now()
    DunningStep.objects.create(days=0, action="retry")
    rows = make.invoice_rows(make.account(), paid=False)
    rows[0].due_on = day_at(now)
    invoice = make.saved(rows)
    assert invoice.account
    wallet(invoice.account, stand_in, now)
    charge(on=day_at(now), at=now)
    stand_in.do("misbehave", how="half")
    work_due(at=now)
    assert Call.objects.get().in_doubt_since and charges(stand_in) == 1
    return invoice, now


def charges(stand_in: Counterpart) -> int:
    """How often PayPal was asked to take money from a wallet."""
    return sum(each["path"] == "/v2/checkout/orders" for each in stand_in.asked)


def days_pass(now: datetime) -> datetime:
    """Until each call was tried as often as calls are."""
    for hours in range(6, 72, 3):
        work_due(at=now + timedelta(hours=hours))
    return now + timedelta(days=3)


def test_within_some_hours_it_is_asked_for_under_the_same_key(
    doubtful: tuple[Invoice, datetime], stand_in: Counterpart
) -> None:
    invoice, now = doubtful
    work_due(at=now + timedelta(hours=4))
    handle_open(at=now + timedelta(hours=4))
    assert (charges(stand_in), owed(invoice), Payment.objects.count()) == (2, 0, 1)


def test_after_that_it_is_sent_no_more_and_waits_for_a_person(
    doubtful: tuple[Invoice, datetime], stand_in: Counterpart
) -> None:
    _invoice, now = doubtful
    stand_in.do("forget_keys")
    later = days_pass(now)
    call = waiting().get()
    assert call.in_doubt_since
    try_again(call.pk, at=later)
    work_due(at=later)
    assert charges(stand_in) == 1 and not Payment.objects.exists()


def test_a_try_that_did_not_leave_leaves_it_in_doubt(
    doubtful: tuple[Invoice, datetime], stand_in: Counterpart
) -> None:
    _invoice, now = doubtful
    stand_in.do("misbehave", how="busy")
    work_due(at=now + timedelta(hours=1))
    stand_in.do("forget_keys")
    days_pass(now)
    assert charges(stand_in) == 2 and waiting().get().in_doubt_since == now


def test_once_paypal_tells_of_it_it_is_booked_and_over(
    doubtful: tuple[Invoice, datetime], stand_in: Counterpart
) -> None:
    invoice, now = doubtful
    later = days_pass(now)
    for each in stand_in.events():
        assert tell(each) == 204
    handle_open(at=later)
    assert (owed(invoice), Payment.objects.count()) == (0, 1)
    try_again(waiting().get().pk, at=later)
    work_due(at=later)
    assert Call.objects.get(verb="charge").done_at
    assert charges(stand_in) == 1 and PaymentAttempt.objects.get().outcome == "paid"
    assert not Message.objects.filter(subject__contains="could not be charged").exists()


def test_what_staff_give_up_is_to_be_paid_otherwise(
    doubtful: tuple[Invoice, datetime], stand_in: Counterpart
) -> None:
    invoice, now = doubtful
    later = days_pass(now)
    give_up(waiting().get().pk, at=later)
    assert PaymentAttempt.objects.get().ended_at and owed(invoice) == invoice.total
    assert Message.objects.filter(body__contains="Please pay another way").count() == 1


def test_so_with_a_refund_whose_order_paypal_has_no_more(
    doubtful: tuple[Invoice, datetime], stand_in: Counterpart, monkeypatch: pytest.MonkeyPatch
) -> None:
    _invoice, now = doubtful
    work_due(at=now + timedelta(hours=1))
    handle_open(at=now + timedelta(hours=1))
    then = now + timedelta(days=90)
    pay_back(Payment.objects.get(), 500, at=then, reopen=True)
    stand_in.do("misbehave", how="half")
    work_due(at=then)
    stand_in.do("forget_keys")
    monkeypatch.setattr("troth.gateways.paypal.gateway.PayPal._refund_of", lambda *_: None)
    days_pass(then)
    refunds = [each for each in stand_in.asked if each["path"].endswith("/refund")]
    assert len(refunds) == 1 and waiting().get().in_doubt_since
