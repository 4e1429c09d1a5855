"""Staff see what a night of dunning does; one that does much waits until they have agreed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.billing.dunning.set_step import Action, set_step
from troth.billing.models import Invoice, NightRun, Reminder
from troth.cli import main
from troth.core.day import day_at
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.services.by_night import by_night
from troth.services.foresee_dunning import foresee_dunning, next_night
from troth.services.models import Cancellation, Suspension
from troth.services.tasks import dun_agreed
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def accounts() -> list[int]:
    """Two customers whose invoices are long overdue, one of them with two."""
    in_cyprus()
    long_ago = timezone.now() - timedelta(days=50)
    first, second = customer(), customer("de")
    for account in (first, second):
        paid_until(day_at(long_ago), account, months=12)
    by_night(at=long_ago)
    paid_until(day_at(long_ago), second, months=12)
    by_night(at=long_ago)
    assert Invoice.objects.count() == 3
    staff = make.staff()
    for days, action in ((3, Action.REMIND), (10, Action.SUSPEND), (30, Action.END)):
        set_step(days, action, by=staff, at=make.NOW)
    set_step(5, Action.FEE, fee=5_00, currency="EUR", by=staff, at=make.NOW)
    Message.objects.all().delete()
    NightRun.objects.all().delete()
    return sorted([first.pk, second.pk])


def test_what_is_foreseen_is_what_is_done(
    accounts: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    now = timezone.now()
    foreseen = foresee_dunning(on=next_night(at=now), at=now)
    assert main(["night", "--dry-run"]) == 0
    assert "steps of dunning 12, letters 6" in capsys.readouterr().out
    page = signed_in(make.staff("billing")).get("/desk/dunning/next/").content.decode()
    for told in ("12 steps are taken", "6 letters go out", "€15.00", f"Account {accounts[0]}"):
        assert told in page
    assert not Reminder.objects.exists()
    assert not Message.objects.exists()

    assert main(["night"]) == 0

    assert foreseen.count == Reminder.objects.count() == 12
    assert sum(foreseen.suspended.values()) == Suspension.objects.count() == 3
    assert sum(foreseen.ending.values()) == Cancellation.objects.count() == 3
    assert foreseen.letters == Message.objects.count() == 6
    assert [each.accounts for each in foreseen.steps] == [accounts] * 4
    assert next_night(at=now) == day_at(now) + timedelta(days=1)
    assert foresee_dunning(on=next_night(at=now), at=now).count == 0


def test_many_steps_wait_for_a_yes(
    accounts: list[int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DUN_ASKS_ABOVE = 11
    colleague = make.staff("billing")
    desk = signed_in(colleague)
    assert "Many dunning steps" not in desk.get("/desk/").content.decode()

    assert main(["night"]) == 1

    assert "12 steps of dunning have come" in capsys.readouterr().err
    assert not Reminder.objects.exists()
    assert "Many dunning steps" in desk.get("/desk/").content.decode()
    assert "12 steps wait for a yes" in desk.get("/desk/dunning/next/").content.decode()
    today = day_at(timezone.now()).isoformat()
    yes = {"on": today, "count": 11}
    agree = "/desk/dunning/agree/"
    assert "has changed" in desk.post(agree, yes, follow=True).content.decode()
    for _click in range(2):
        desk.post(agree, yes | {"count": 12})
    entry = Entry.objects.get(event="dunning.agreed")
    assert (entry.subject, entry.counts["steps"]) == (colleague.pseudonym, 12)
    dun_agreed.func(today)
    assert Reminder.objects.count() == 12
    assert Suspension.objects.count() == 3


def test_an_account_has_one_letter_a_night_about_all_its_invoices(accounts: list[int]) -> None:
    by_night(at=timezone.now())
    about = Message.objects.filter(body__contains=Invoice.objects.earliest("pk").number[:8])
    assert sorted(each.account_id or 0 for each in about) == accounts
    many = about.get(account=accounts[1])
    assert "2 invoices" in many.subject or "2 Rechnungen" in many.subject
    for invoice in Invoice.objects.filter(account=accounts[1]):
        assert invoice.number in many.body
        assert invoice.payment_reference in many.body
