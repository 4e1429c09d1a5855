"""More invoices than are made without asking wait until staff have agreed to as many."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.billing.models import DunningStep, Invoice, NightRun
from troth.cli import main
from troth.core.day import day_at
from troth.journal.models import Entry
from troth.services.by_night import by_night
from troth.services.tasks import bill_agreed
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_large_run_waits_for_a_yes(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BILL_ASKS_ABOVE = 1
    in_cyprus()
    now = timezone.now()
    today = day_at(now)
    paid_until(today)
    paid_until(today, customer(country=""))
    colleague = make.staff("billing")
    desk = signed_in(colleague)
    assert "none is issued until" not in desk.get("/desk/").content.decode()

    by_night(at=now)
    assert main(["bill"]) == 1
    assert "2 invoices are due" in capsys.readouterr().err
    assert not Invoice.objects.exists()
    assert "none is issued until" in desk.get("/desk/").content.decode()
    page = desk.get("/desk/runs/?preview=1").content.decode()
    for told in (
        "2 invoices are due",
        "1 invoice<",
        "€100.00 and €19.00",
        "The tax depends on the country",
    ):
        assert told in page
    assert "wait for a yes" in page

    paid_until(today)
    by_night(at=now)
    yes = {"on": today.isoformat(), "count": 2}
    assert "has changed" in desk.post("/desk/runs/agree/", yes, follow=True).content.decode()
    for _click in range(2):
        desk.post("/desk/runs/agree/", yes | {"count": 3})
    entry = Entry.objects.get(event="billing.agreed")
    assert (entry.subject, entry.counts["invoices"]) == (colleague.pseudonym, 3)
    assert "none is issued until" not in desk.get("/desk/").content.decode()
    paid_until(today)  # is one more than was agreed to
    by_night(at=now)
    assert not Invoice.objects.exists()
    desk.post("/desk/runs/agree/", yes | {"count": 4})

    bill_agreed.func(today.isoformat())

    assert Invoice.objects.count() == 3
    assert NightRun.objects.get(kind="bill").done_at
    assert "wait for a yes" not in desk.get("/desk/runs/").content.decode()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"action": "remind", "days": -7}, ("remind", -7, 0, "")),
        ({"action": "fee", "days": 5, "fee": "5.50", "currency": "eur"}, ("fee", 5, 5_50, "EUR")),
        ({"action": "fee", "days": 5, "fee": "550", "currency": "JPY"}, ("fee", 5, 550, "JPY")),
        ({"action": "fee", "days": 5, "fee": "5.505", "currency": "EUR"}, None),
        ({"action": "fee", "days": 5, "fee": "1e3", "currency": "EUR"}, None),
        ({"action": "fee", "days": 5, "fee": "-5", "currency": "EUR"}, None),
        ({"action": "fee", "days": 5, "fee": "5"}, None),
        ({"action": "fee", "days": 5}, None),
        ({"action": "remind", "days": 5, "fee": "5", "currency": "EUR"}, None),
        ({"action": "suspend", "days": 0}, None),
        ({"action": "end", "days": -1}, None),
        ({"action": "retry", "days": 1}, ("retry", 1, 0, "")),
        ({"action": "threaten", "days": 1}, None),
        ({"action": "remind", "days": 366}, None),
    ],
)
def test_staff_set_and_remove_steps(
    typed: dict[str, object], stored: tuple[str, int, int, str] | None
) -> None:
    make.in_force("ispsystem")
    colleague = make.staff("billing")
    desk = signed_in(colleague)

    answer = desk.post("/desk/dunning/", typed)

    step = DunningStep.objects.first()
    if stored is None:
        assert (answer.status_code, step) == (200, None)
        return
    assert step
    assert (step.action, step.days, step.fee, step.currency) == stored
    assert Entry.objects.get(event="dunning.step_set").subject == colleague.pseudonym
    page = desk.get("/desk/dunning/").content.decode()
    assert f"/desk/dunning/{step.pk}/remove/" in page
    assert desk.get(f"/desk/dunning/{step.pk}/remove/").status_code == 405
    for _click in range(2):
        desk.post(f"/desk/dunning/{step.pk}/remove/")
    assert not DunningStep.objects.exists()
    assert Entry.objects.get(event="dunning.step_removed").subject == colleague.pseudonym


def test_a_run_of_a_missed_day_needs_its_own_yes(settings: Settings) -> None:
    settings.BILL_ASKS_ABOVE = 1
    in_cyprus()
    now = timezone.now()
    for _each in range(2):
        paid_until(day_at(now))
    NightRun.objects.create(
        kind="bill", on=day_at(now) - timedelta(days=1), count=9, asked_at=now, agreed_at=now
    )
    by_night(at=now)
    assert not Invoice.objects.exists()
