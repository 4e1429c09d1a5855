"""What falls due is taken by the default payment method as dunning has it, and never twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from troth.accounts.models import Account
from troth.billing.ask import AsksError
from troth.billing.dunning.dun import dun
from troth.billing.models import DunningStep, Invoice, Payment
from troth.billing.owed import owed
from troth.calls.models import Call
from troth.calls.work import work_due
from troth.core import ask_outside
from troth.core.day import day, day_at
from troth.gateways.charge import charge, under_way
from troth.gateways.handle_open import handle_open
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.next_taking import next_taking
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NOW, TODAY = make.NOW, make.NOW.date()


@pytest.fixture(autouse=True)
def steps(pretend: Counterpart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_outside, "PATIENCE", 2.0)
    make.in_force(make.changed("softsys", rules=SHARE))
    for days in (0, 3):
        DunningStep.objects.create(days=days, action="retry")


def due(pretend: Counterpart, does: str = "ok", **more: Any) -> Invoice:
    """An invoice that is due today, of somebody whose card does something when it is charged."""
    rows = make.invoice_rows(make.account(), paid=False)
    rows[0].due_on = TODAY
    invoice = make.saved(rows)
    way = pretend.do("way", does=does)
    assert invoice.account
    keep(invoice.account, way["reference"], **more)
    return invoice


def keep(account: Account, reference: str, **more: Any) -> PaymentMethod:
    told = {"label": "Visa 4242", "default_since": NOW, "customer": "cus_1"} | more
    return PaymentMethod.objects.create(
        account=account, gateway="pretend", kind="card", reference=reference, added_at=NOW, **told
    )


def night(on: date = TODAY) -> int:
    at = NOW + (on - TODAY)
    begun = charge(on=on, at=at)
    work_due(at=at)
    handle_open(at=at)
    return begun


def test_it_is_taken_once_however_often_the_night_comes(pretend: Counterpart) -> None:
    invoice = due(pretend)
    assert night() == 1
    assert (owed(invoice), Payment.objects.get().method) == (0, "pretend")
    assert night() == night(TODAY + timedelta(days=3)) == 0


@pytest.mark.parametrize("how", ["before", "after", "half"])
def test_in_doubt_is_looked_up_and_taken_once(pretend: Counterpart, how: str) -> None:
    invoice = due(pretend)
    pretend.misbehave(how)
    night()
    assert Call.objects.get().in_doubt_since and invoice.pk in under_way()
    assert night(TODAY + timedelta(days=3)) == 0, "and nothing is begun beside it"
    assert (owed(invoice), Payment.objects.count()) == (0, 1)


def test_the_overview_says_by_what_and_when(pretend: Counterpart) -> None:
    rows = make.invoice_rows(make.account(), paid=False)
    rows[0].due_on = day_at(timezone.now()) + timedelta(days=3)
    invoice = make.saved(rows)
    assert invoice.account
    keep(invoice.account, pretend.do("way", does="ok")["reference"])
    client = signed_in(make.owner(invoice.account))
    page = client.get(f"/account/{invoice.account_id}/").content.decode()
    assert f"Charged to Visa 4242 on {day(rows[0].due_on)}" in page


def test_a_decline_for_now_is_tried_by_the_next_step(pretend: Counterpart) -> None:
    due(pretend, "declined")
    night()
    assert night(TODAY + timedelta(days=2)) == 0
    assert night(TODAY + timedelta(days=3)) == 1
    told = Message.objects.filter(subject__contains="could not be charged").order_by("pk")
    assert "we will try again with Visa 4242" in told[0].body
    assert "will not try again automatically" in told[1].body
    assert told.count() == PaymentAttempt.objects.count() == 2


@pytest.mark.parametrize("again", ["never", "otherwise"])
def test_a_way_that_will_never_do_is_not_tried_again(pretend: Counterpart, again: str) -> None:
    invoice = due(pretend, again)
    night()
    assert Message.objects.filter(body__contains="Please pay another way").count() == 1
    assert next_taking(invoice, at=NOW) is None
    assert night(TODAY + timedelta(days=3)) == 0
    PaymentMethod.objects.update(default_since=None)
    assert invoice.account
    keep(invoice.account, pretend.do("way")["reference"])
    assert night(TODAY + timedelta(days=3)) == 1
    assert owed(invoice) == 0


def test_what_a_bank_wants_confirmed_is_asked_of_its_owner_once(pretend: Counterpart) -> None:
    invoice = due(pretend, "asks")
    night()
    assert night(TODAY + timedelta(days=3)) == 0
    (told,) = Message.objects.filter(subject__contains="Please confirm")
    key = PaymentAttempt.objects.get(invoice=invoice).key
    assert f"/paid/{key}/" in told.body


def test_of_money_under_way_nothing_is_done(pretend: Counterpart) -> None:
    DunningStep.objects.create(days=0, action="remind")
    invoice = due(pretend, "underway")
    night()
    assert {*under_way()} == {invoice.pk}
    assert dun(on=TODAY, at=NOW, under_way=under_way()) == 0
    assert dun(on=TODAY, at=NOW) == 1


def restricted(invoice: Invoice) -> None:
    assert invoice.account
    invoice.account.restricted_at = NOW
    invoice.account.save()


def disputed(invoice: Invoice) -> None:
    assert invoice.account
    invoice.account.irregularities.create(kind="dispute", found_at=NOW)


def resting(invoice: Invoice) -> None:
    assert invoice.account
    invoice.account.dunning_rests.create(since=NOW, reason="agreed")


def removed(invoice: Invoice) -> None:
    PaymentMethod.objects.update(removed_at=NOW)


def ended(invoice: Invoice) -> None:
    PaymentMethod.objects.update(ends_on=TODAY - timedelta(days=1))


def unchosen(invoice: Invoice) -> None:
    PaymentMethod.objects.update(default_since=None)


def paid(invoice: Invoice) -> None:
    make.payment(invoice)


def paying(invoice: Invoice) -> None:
    PaymentAttempt.objects.create(
        account=invoice.account,
        invoice=invoice,
        gateway="pretend",
        key="another",
        amount=invoice.total,
        currency=invoice.currency,
        started_at=NOW,
    )


def test_so_with_what_was_paid_on_a_page_and_is_under_way(pretend: Counterpart) -> None:
    DunningStep.objects.create(days=0, action="remind")
    invoice = due(pretend)
    paying(invoice)
    assert not under_way(), "nobody may have paid there at all"
    PaymentAttempt.objects.update(underway_since=NOW)
    assert {*under_way()} == {invoice.pk}
    assert dun(on=TODAY, at=NOW, under_way=under_way()) == 0


@pytest.mark.parametrize(
    "stands", [restricted, disputed, resting, removed, ended, unchosen, paid, paying]
)
def test_what_stands_in_the_way_has_nothing_taken(pretend: Counterpart, stands: Any) -> None:
    stands(due(pretend))
    assert night() == 0
    assert not Call.objects.exists()


def test_many_wait_for_a_yes(pretend: Counterpart, settings: Any) -> None:
    settings.CHARGE_ASKS_ABOVE = 0
    invoice = due(pretend)
    with pytest.raises(AsksError):
        night()
    assert owed(invoice) == invoice.total and not PaymentAttempt.objects.exists()
