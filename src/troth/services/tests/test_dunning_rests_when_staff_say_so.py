"""Staff postpone dunning of an invoice, stop it for an account, and let small amounts be."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.billing.dunning.set_step import Action, set_step
from troth.billing.models import DunningRest, DunningStep, Invoice, Reminder
from troth.billing.owed import owed
from troth.billing.receive import receive
from troth.core.day import day_at
from troth.journal.models import Entry
from troth.services.by_night import by_night
from troth.services.models import Suspension
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    """A customer whose invoice is long overdue; services are suspended for that."""
    in_cyprus()
    long_ago = timezone.now() - timedelta(days=40)
    found = customer()
    paid_until(day_at(long_ago), found, months=12)
    by_night(at=long_ago)
    set_step(10, Action.SUSPEND, by=make.staff(), at=make.NOW)
    return found


def do(desk: Client, account: Account, name: str, **typed: object) -> str:
    path = f"/desk/customers/account/{account.pk}/money/"
    last = account.transactions.latest("pk").pk
    answer = desk.post(f"{path}{name}/", typed | {"seen": last}, follow=True)
    return str(answer.content.decode())


def test_it_rests_until_a_day_or_until_it_goes_on(account: Account) -> None:
    now, desk = timezone.now(), signed_in(make.staff("billing"))
    invoice, until = Invoice.objects.get().pk, day_at(now) + timedelta(days=3)
    typed = {"invoice": invoice, "reason": "Pays on Friday", "until": until.isoformat()}
    assert "in the future" in do(
        desk, account, "postpone-dunning", **typed | {"until": "2020-01-01"}
    )
    page = do(desk, account, "postpone-dunning", **typed)
    assert "rests until" in page and "Pays on Friday" in page
    by_night(at=now + timedelta(days=2))
    assert not Reminder.objects.exists()
    assert "rests for this account" in do(desk, account, "stop-dunning", reason="A deal")
    by_night(at=now + timedelta(days=3))
    assert not Reminder.objects.exists()
    for found in DunningRest.objects.filter(invoice=None):
        for _click in range(2):
            desk.post(f"/desk/dunning/rests/{found.pk}/end/")
    by_night(at=now + timedelta(days=3))
    assert Suspension.objects.filter(until=None).exists()
    for event, count in (("dunning.rests", 2), ("dunning.goes_on", 1)):
        assert Entry.objects.filter(event=event, subject=account.pseudonym).count() == count


def test_a_small_amount_is_let_be_and_written_off_in_one_act(account: Account) -> None:
    now, desk = timezone.now(), signed_in(make.staff("billing"))
    invoice = Invoice.objects.get()
    by_night(at=now)
    assert Suspension.objects.filter(until=None).exists()
    receive(account, invoice.total - 99, "EUR", at=now, method="transfer")
    assert not Suspension.objects.filter(until=None).exists(), "99 cents suspend nobody"
    by_night(at=now + timedelta(days=1))
    assert not Suspension.objects.filter(until=None).exists()

    page = desk.get("/desk/dunning/small/").content.decode()
    assert invoice.number in page and "€0.99" in page
    desk.post("/desk/dunning/small/", {"invoice": [str(invoice.pk), "x"]})
    assert owed(invoice) == 0
    assert "There are none." in desk.get("/desk/dunning/small/").content.decode()


def test_the_usual_steps_are_set_by_one_click() -> None:
    make.in_force("ispsystem")
    desk = signed_in(make.staff("billing"))
    assert "nobody is reminded" in desk.get("/desk/dunning/").content.decode()
    for _click in range(2):
        desk.post("/desk/dunning/usual/")
    steps = DunningStep.objects.order_by("days", "action").values_list("action", "days")
    assert [*steps] == [
        ("remind", -7),
        ("remind", 0),
        ("retry", 0),
        ("remind", 3),
        ("retry", 3),
        ("retry", 7),
        ("suspend", 10),
        ("end", 30),
    ]
    assert "nobody is reminded" not in desk.get("/desk/dunning/").content.decode()


def test_said_twice_it_rests_once_for_the_new_reason(account: Account) -> None:
    desk, invoice = signed_in(make.staff("billing")), Invoice.objects.get().pk
    for reason, days in (("A deal", 3), ("A deal", 3), ("Another deal", 5)):
        do(desk, account, "stop-dunning", reason=reason)
        until = day_at(timezone.now()) + timedelta(days=days)
        typed = {"invoice": invoice, "reason": reason, "until": until.isoformat()}
        do(desk, account, "postpone-dunning", **typed)
        do(desk, account, "irregularity", what="mismatch", note="It differs")
    rests = DunningRest.objects.order_by("invoice").values_list("invoice", "reason", "until")
    assert [*rests] == [(invoice, "Another deal", until), (None, "Another deal", None)]
    assert Entry.objects.filter(event="dunning.rests").count() == 4
    assert account.irregularities.count() == 1
