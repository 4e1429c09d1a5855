"""SIGKILL before a random statement of a night's run; and two runs at the same moment."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Sum

from troth.billing.dunning.set_step import Action, set_step
from troth.billing.models import Invoice, Posting, Reminder, Series, Transaction
from troth.billing.receive import receive
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.services.bill import bill
from troth.services.by_night import by_night
from troth.services.models import Charge, Service, Suspension
from troth.services.tests.selling import in_cyprus, paid_until
from troth.testing import make
from troth.testing.at_once import at_once
from troth.testing.kill import run_and_kill, wait_for_the_server_to_notice

pytestmark = pytest.mark.django_db(transaction=True)
ON = make.NOW.date()
DUE = date(2026, 6, 1)  # so that each has missed a period
ACCOUNTS = 12

RUN = """
from troth.services.bill import bill
bill(on=date(2026, 6, 15), at=datetime(2026, 6, 15, 12, tzinfo=UTC), chunk=3)
"""
NIGHT = """
from troth.billing.dunning import dun
dun.CHUNK = 3
from troth.services.by_night import by_night
by_night(at=datetime(2026, 7, 12, 12, tzinfo=UTC))
"""


def customers() -> None:
    in_cyprus()
    for number in range(ACCOUNTS):
        account = paid_until(DUE).account
        if number % 3 == 0:
            receive(account, 50_00, "EUR", at=make.NOW, method="transfer")


def whole() -> int:
    """How many invoices there are, each with all that belongs to it and nothing else with it."""
    invoices = Invoice.objects.with_standing().order_by("number")
    for number, invoice in enumerate(invoices, 1):
        assert invoice.number == f"2026-{number:06}"
        assert invoice.lines.aggregate(sum=Sum("amount"))["sum"] == invoice.net == 100_00
        assert Charge.objects.filter(line__invoice=invoice).count() == 1
        assert Transaction.objects.filter(key=f"invoice {invoice.pk}").exists()
    count = len(invoices)
    assert Charge.objects.count() == count
    assert Service.objects.filter(charged_through=date(2026, 7, 1)).count() == count
    assert Message.objects.filter(subject__startswith="Invoice").count() == count
    assert Entry.objects.filter(event="invoices.issued").count() == count
    assert (
        Series.objects.filter(kind="invoice").values_list("last", flat=True).first() or 0
    ) == count
    used = Transaction.objects.filter(kind="applied").values_list("account", flat=True)
    rich = set(
        Invoice.objects.filter(account__payments__isnull=False).values_list("account", flat=True)
    )
    assert sorted(used) == sorted(rich)
    assert not Posting.objects.aggregate(sum=Sum("amount"))["sum"]
    return count


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_run_goes_on_where_it_was(seed: int) -> None:
    customers()

    run_and_kill(RUN, random.Random(seed).randint(8, 100))
    wait_for_the_server_to_notice()

    assert whole() in range(0, ACCOUNTS + 1, 3)
    bill(on=ON, at=make.NOW)
    assert whole() == ACCOUNTS


def test_two_runs_at_once_are_one() -> None:
    customers()
    done = at_once(*(lambda: bill(on=ON, at=make.NOW, chunk=3),) * 2)
    assert sum(each.invoices for each in done) == whole() == ACCOUNTS


def test_a_killed_night_takes_each_step_once() -> None:
    customers()
    bill(on=ON, at=make.NOW)
    staff = make.staff()
    set_step(3, Action.REMIND, by=staff, at=make.NOW)
    set_step(5, Action.FEE, fee=5_00, currency="EUR", by=staff, at=make.NOW)
    set_step(10, Action.SUSPEND, by=staff, at=make.NOW)
    Message.objects.all().delete()
    night = make.NOW + timedelta(days=27)

    run_and_kill(NIGHT, random.Random(0).randint(20, 60))
    wait_for_the_server_to_notice()
    at_once(*(lambda: by_night(at=night),) * 2)

    steps = Counter(Reminder.objects.values_list("action", flat=True))
    assert steps == {"remind": ACCOUNTS, "fee": ACCOUNTS, "suspend": ACCOUNTS}
    assert Transaction.objects.filter(kind="late fee").count() == ACCOUNTS
    assert Suspension.objects.filter(until=None).count() == ACCOUNTS
    subjects = Counter(Message.objects.values_list("subject", flat=True))
    assert {n for subject, n in subjects.items() if "overdue" in subject} == {1}
    assert subjects["Your services are suspended"] == ACCOUNTS
