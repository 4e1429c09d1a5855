"""What a customer has cancelled, and what ends as it is not paid, stand beside each other."""

from dataclasses import replace
from datetime import datetime, timedelta

import time_machine
from django.utils import timezone

from troth.billing.models import Reminder
from troth.billing.receive import receive
from troth.core.day import day_at
from troth.services.cancel import cancel
from troth.services.end_due import end_due
from troth.services.models import Cancellation, Service
from troth.services.resume_paid import resume_paid
from troth.services.suspend_overdue import suspend_overdue
from troth.services.tests.conftest import Customer
from troth.testing import make
from troth.testing.visit import signed_in


def dunned(customer: Customer) -> datetime:
    """As the run of dunning has it at its last step, ten days on; when that was."""
    at = timezone.now() + timedelta(10)
    invoice = customer.account.invoices.get()
    Reminder.objects.create(account=customer.account, invoice=invoice, days=30, action="end", at=at)
    suspend_overdue(on=day_at(at), at=at)
    return at


def standing() -> list[str]:
    stand = Cancellation.objects.filter(taken_back_at=None).order_by("pk")
    return list(stand.values_list("kind", flat=True))


def test_who_pays_has_what_they_cancelled_end_on_its_own_day(customer: Customer) -> None:
    customer.post("cancel", when="end")
    own = Cancellation.objects.get().effective_on
    at = dunned(customer)
    assert standing() == ["cancelled", "unpaid"]
    receive(customer.account, 10_000, "EUR", at=at, method="transfer")
    resume_paid(at=at)
    assert Cancellation.objects.get(taken_back_at=None).effective_on == own
    for days, runs in ((1, True), (40, False)):
        night = at + timedelta(days)
        end_due(on=day_at(night), at=night)
        assert (Service.objects.get().ended_at is None) == runs


def test_who_keeps_it_has_it_end_as_it_is_not_paid(customer: Customer) -> None:
    customer.post("cancel", when="end")
    at = dunned(customer)
    with time_machine.travel(at, tick=False):
        mine = replace(customer, browser=signed_in(make.owner(customer.account)))
        mine.post("keep")
        assert standing() == ["unpaid"]
        # Neither another click nor another cancellation puts it off.
        mine.post("keep")
        mine.post("cancel", when="end")
    assert standing() == ["unpaid", "cancelled"]
    night = at + timedelta(1)
    end_due(on=day_at(night), at=night)
    assert customer.now().ended_at == night


def test_what_was_cancelled_for_an_earlier_day_ends_then(customer: Customer) -> None:
    cancel(customer.service, now=False, at=timezone.now())
    at = timezone.now() + timedelta(60)
    invoice = customer.account.invoices.get()
    Reminder.objects.create(account=customer.account, invoice=invoice, days=30, action="end", at=at)
    suspend_overdue(on=day_at(at), at=at)
    assert standing() == ["cancelled"]
    end_due(on=day_at(at), at=at)
    assert customer.now().ended_at == at
