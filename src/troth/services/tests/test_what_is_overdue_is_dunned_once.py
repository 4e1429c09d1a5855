"""Night after night: reminders, a late fee, suspended, ended; each once, and none when paid."""

from datetime import UTC, date, datetime, timedelta

import pytest

from troth.billing.dunning.dun import dun
from troth.billing.dunning.set_step import Action, set_step
from troth.billing.models import Invoice, Irregularity, Posting, Reminder
from troth.billing.owed import owed
from troth.billing.receive import receive
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.services.by_night import by_night
from troth.services.models import Cancellation, Service, Suspension
from troth.services.suspend_overdue import suspend_overdue
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make

pytestmark = pytest.mark.django_db
ISSUED = datetime(2026, 6, 15, 1, tzinfo=UTC)
DUE = date(2026, 6, 29)


@pytest.fixture
def service() -> Service:
    """A service whose year was invoiced, which is due on 29 June; and the usual steps."""
    in_cyprus()
    service = paid_until(date(2026, 6, 22), customer("de"), months=12)
    by_night(at=ISSUED)
    Message.objects.all().delete()
    staff = make.staff()
    for days in (-7, 0, 3):
        set_step(days, Action.REMIND, by=staff, at=make.NOW)
    set_step(5, Action.FEE, fee=5_00, currency="EUR", by=staff, at=make.NOW)
    set_step(5, Action.FEE, fee=6_00, currency="USD", by=staff, at=make.NOW)
    set_step(10, Action.SUSPEND, by=staff, at=make.NOW)
    set_step(30, Action.END, by=staff, at=make.NOW)
    return service


def nights(first: int, last: int, *, step: int = 1) -> None:
    """The nights of so many days after the invoice is due, each of them twice."""
    for days in range(first, last + 1, step):
        at = datetime.combine(DUE, ISSUED.timetz()) + timedelta(days=days)
        by_night(at=at)
        by_night(at=at + timedelta(hours=1))


def taken() -> list[tuple[str, int, int]]:
    """Each step that was taken, and on which day after the invoice was due."""
    return [(r.action, r.days, (r.at.date() - DUE).days) for r in Reminder.objects.order_by("pk")]


def test_each_step_comes_on_its_day(service: Service) -> None:
    nights(-14, 30)

    assert taken() == [
        ("remind", -7, -7),
        ("remind", 0, 0),
        ("remind", 3, 3),
        ("fee", 5, 5),
        ("suspend", 10, 10),
        ("end", 30, 30),
    ]
    invoice = Invoice.objects.get()
    assert owed(invoice) == 119_00 + 5_00
    assert [p.amount for p in Posting.objects.filter(ledger="late fees")] == [-5_00]
    suspension = Suspension.objects.get()
    assert (suspension.service, suspension.reason, suspension.until) == (service, "overdue", None)
    assert suspension.since.date() == DUE + timedelta(days=10)
    assert Cancellation.objects.get().effective_on == DUE + timedelta(days=30)
    messages = list(Message.objects.order_by("pk"))
    assert Service.objects.get().ended_at is None, "they have this day to pay"
    assert len(messages) == 6  # three reminders, the fee, the suspension, the end to come
    assert "€" in messages[3].body
    assert all("RF422026000001" in each.body for each in messages[:4])
    assert "Hosting, site.example" in messages[4].body
    steps = Entry.objects.filter(event="dunning.done").order_by("pk")
    assert [each.counts["step"] for each in steps] == ["remind"] * 3 + ["fee", "suspend", "end"]


@pytest.mark.parametrize(
    ("night", "expected"),
    [
        (2, [("remind", 0, 2)]),
        (4, [("remind", 3, 4)]),
        (20, [("fee", 5, 20), ("remind", 3, 20), ("suspend", 10, 20)]),
    ],
)
def test_missed_nights_are_made_up_for_with_one_reminder(
    night: int, expected: list[tuple[str, int, int]], service: Service
) -> None:
    nights(night, night)
    assert sorted(taken()) == expected
    assert Message.objects.filter(subject__contains="2026-000001").count() == 1


def test_what_was_missed_for_long_is_let_be(service: Service) -> None:
    nights(3 + 90, 3 + 90)
    assert "remind" not in [action for action, *_rest in taken()]


def test_no_day_has_two_reminders(service: Service) -> None:
    nights(0, 0)
    set_step(-1, Action.REMIND, by=make.staff(), at=make.NOW)
    at = datetime.combine(DUE, ISSUED.timetz()) + timedelta(hours=3)
    dun(on=DUE + timedelta(days=3), at=at)  # as of a day to come, run on this one
    assert taken() == [("remind", 0, 0)]


@pytest.mark.parametrize("paid", [119_00, 50_00])
def test_what_is_paid_is_let_be_and_what_is_left_is_not(paid: int, service: Service) -> None:
    receive(service.account, paid, "EUR", at=ISSUED, method="transfer")
    nights(-14, 0)
    reminded = [] if paid == 119_00 else [("remind", -7, -7), ("remind", 0, 0)]
    assert taken() == reminded
    if reminded:
        assert "69" in Message.objects.order_by("pk")[0].body


def test_a_dispute_stops_all_until_it_is_resolved(service: Service) -> None:
    dispute = Irregularity.objects.create(
        account=service.account, kind="dispute", found_at=make.NOW
    )
    nights(-7, 11)
    assert taken() == []

    dispute.resolved_at = make.NOW
    dispute.save()
    nights(12, 12)
    assert {action for action, *_rest in taken()} == {"remind", "fee", "suspend"}


def test_what_is_paid_goes_on_by_itself_and_stays_so(service: Service) -> None:
    other = paid_until(date(2026, 6, 23), customer(), months=12)
    by_night(at=ISSUED + timedelta(days=1))
    nights(10, 11)
    assert Suspension.objects.filter(until=None).count() == 2

    receive(service.account, 124_00, "EUR", at=make.NOW, method="transfer")
    nights(12, 31)

    assert Suspension.objects.get(until=None).service == other
    assert Suspension.objects.count() == 2
    assert [c.service for c in Cancellation.objects.all()] == [other]
    told = Message.objects.filter(person=make.owner(service.account)).order_by("-pk")
    assert any("Hosting, site.example" in each.body for each in told[:2])


def test_what_staff_let_run_again_stays_so(service: Service) -> None:
    nights(10, 10)
    Suspension.objects.update(until=make.NOW + timedelta(days=25))
    nights(11, 12)
    assert not Suspension.objects.filter(until=None).exists()


def test_who_has_cancelled_for_the_same_day_is_not_told_again(service: Service) -> None:
    on, asked = DUE + timedelta(days=30), datetime(2026, 7, 1, 12, tzinfo=UTC)
    cancellation = Cancellation.objects.create(
        account=service.account, service=service, asked_at=asked, effective_on=on
    )
    nights(28, 29)
    Message.objects.all().delete()
    at = datetime.combine(on, ISSUED.timetz())
    dun(on=on, at=at)
    suspend_overdue(on=on, at=at)
    cancellation.refresh_from_db()
    assert cancellation.asked_at == asked
    assert not Message.objects.exists()


@pytest.mark.parametrize(("paid", "fees"), [(119_00, 1), (118_99, 2), (124_00, 1)])
def test_a_late_fee_bears_no_fee(paid: int, fees: int, service: Service) -> None:
    set_step(8, Action.FEE, fee=5_00, currency="EUR", by=make.staff(), at=make.NOW)
    nights(5, 5)
    receive(service.account, paid, "EUR", at=make.NOW, method="transfer")
    nights(8, 9)
    assert Posting.objects.filter(ledger="late fees").count() == fees


def test_late_fees_are_of_the_invoices_currency(service: Service) -> None:
    usd = paid_until(date(2026, 6, 22), customer(), currency="USD")
    paid_until(date(2026, 6, 22), customer(), currency="CHF")  # of which no fee is
    by_night(at=ISSUED)
    nights(5, 5)
    assert {(p.currency, p.amount) for p in Posting.objects.filter(ledger="late fees")} == {
        ("EUR", -5_00),
        ("USD", -6_00),
    }
    assert owed(usd.account.invoices.get()) == 125_00
