"""Whoever has a way kept is told that it takes what is owed, and not asked to pay by hand."""

from datetime import date, timedelta
from typing import Any

import pytest

from troth.billing.mail_invoices import mail_invoices
from troth.billing.models import BankAccount, DunningStep, Invoice, Reminder
from troth.calls.work import work_due
from troth.gateways.charge import charge
from troth.gateways.models import PaymentMethod
from troth.messaging.models import Message
from troth.services.see_to_overdue import see_to_overdue
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE

pytestmark = pytest.mark.django_db(transaction=True)

NOW, TODAY = make.NOW, make.NOW.date()
DUE = TODAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def steps(pretend: Counterpart) -> None:
    make.in_force(make.changed("softsys", rules=SHARE))
    BankAccount.objects.create(holder="The Provider", iban="DE89370400440532013000", currency="EUR")
    for days, action in ((-7, "remind"), (0, "remind"), (3, "remind"), (0, "retry"), (3, "retry")):
        DunningStep.objects.create(days=days, action=action)


def owing(pretend: Counterpart, does: str = "ok", **way: Any) -> Invoice:
    rows = make.invoice_rows(make.account(), paid=False)
    rows[0].due_on = DUE
    invoice = make.saved(rows)
    assert invoice.account
    told = {"label": "Visa 4242", "default_since": NOW, "customer": "cus_1"} | way
    PaymentMethod.objects.create(
        account=invoice.account,
        gateway="pretend",
        kind="card",
        reference=pretend.do("way", does=does)["reference"],
        added_at=NOW,
        **told,
    )
    return invoice


def night(on: date) -> None:
    at = NOW + (on - TODAY)
    charge(on=on, at=at)
    work_due(at=at)
    see_to_overdue(on=on, at=at)


def reminded() -> list[int]:
    return list(Reminder.objects.filter(action="remind").values_list("days", flat=True))


def test_of_what_is_taken_nobody_is_reminded(pretend: Counterpart) -> None:
    owing(pretend)
    for day in range(8):
        night(TODAY + timedelta(days=day))
    assert reminded() == [] and Reminder.objects.filter(action="retry").exists()


def test_a_decline_is_told_with_the_next_day_and_reminded_of_on_none_of_both(
    pretend: Counterpart,
) -> None:
    owing(pretend, "declined")
    night(DUE)
    assert reminded() == []
    (told,) = Message.objects.filter(subject__contains="could not be charged")
    assert "On 25 June 2026 we will try again with Visa 4242" in told.body
    night(DUE + timedelta(days=3))
    assert reminded() == []
    last = Message.objects.filter(subject__contains="could not be charged").latest("pk")
    assert "will not try again automatically" in last.body
    night(DUE + timedelta(days=4))
    assert reminded() == [3]


@pytest.mark.parametrize(
    "way",
    [
        {"default_since": None},
        {"removed_at": NOW},
        {"ends_on": DUE - timedelta(days=1)},
        {"gateway": "another"},
    ],
)
def test_whoever_pays_by_hand_is_reminded(pretend: Counterpart, way: dict[str, Any]) -> None:
    owing(pretend)
    PaymentMethod.objects.update(**way)
    night(TODAY)
    assert reminded() == [-7]


def test_the_mail_with_the_invoice_says_what_takes_it_and_when(pretend: Counterpart) -> None:
    mail_invoices([owing(pretend).pk, owing(pretend, default_since=None).pk], at=NOW)
    taken, by_hand = Message.objects.order_by("pk")
    assert (
        "will be charged to Visa 4242 on 22 June 2026. There is nothing you need to do."
        in taken.body
    )
    assert "IBAN" not in taken.body and "Please pay" not in taken.body
    assert "IBAN" in by_hand.body and "Please pay" in by_hand.body
