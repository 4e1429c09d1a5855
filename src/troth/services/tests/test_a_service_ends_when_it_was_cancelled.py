from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.reactivate import cancel as cancel_account
from troth.billing.models import Invoice, Reminder
from troth.billing.owed import balance
from troth.billing.receive import receive
from troth.core.day import day, day_at, start_of
from troth.messaging.models import Message
from troth.services.cancel import cancel
from troth.services.end_due import end_due
from troth.services.models import Cancellation, Charge, Service, Suspension
from troth.services.period import months_later
from troth.services.settle import settle
from troth.services.state import state
from troth.services.suspend_overdue import suspend_overdue
from troth.services.tests.conftest import Customer
from troth.testing import make, sell
from troth.testing.at_once import at_once
from troth.testing.visit import signed_in


def night(days: int) -> datetime:
    """A night that comes, after which what is due has ended."""
    at = timezone.now() + timedelta(days)
    end_due(on=day_at(at), at=at)
    return at


def test_it_runs_until_its_period_ends(customer: Customer) -> None:
    paid = customer.service.charged_through
    assert paid
    assert "Your service is cancelled." in customer.post("cancel", when="end", because="Too dear")
    cancelled = Cancellation.objects.get()
    assert (cancelled.effective_on, cancelled.because) == (paid, "Too dear")
    assert "Runs until" in customer.browser.get(customer.page).content.decode()
    assert Message.objects.filter(subject="Your cancellation").exists()
    customer.post("cancel", when="end")
    assert Cancellation.objects.count() == 1
    night(20)
    assert customer.now().ended_at is None
    ended = night(32)
    assert customer.now().ended_at == ended
    assert not customer.now().terms.filter(until=None).exists()
    night(33)
    assert customer.now().ended_at == ended
    assert Invoice.objects.count() == 1


def test_it_goes_on_when_the_cancellation_is_taken_back(customer: Customer) -> None:
    customer.post("cancel", when="end")
    assert "Your service continues." in customer.post("keep")
    night(40)
    assert customer.now().ended_at is None
    customer.post("cancel", when="end")
    assert Cancellation.objects.filter(taken_back_at=None).count() == 1


def test_who_ends_it_now_gets_nothing_back_for_days_that_run(customer: Customer) -> None:
    html = customer.browser.get(f"{customer.page}cancel/").content.decode()
    assert "are not refunded" in html
    customer.post("cancel", when="now")
    assert customer.now().ended_at and Invoice.objects.count() == 1


def test_a_period_that_has_not_begun_is_given_back(customer: Customer) -> None:
    at, service = timezone.now(), customer.now()
    starts = service.charged_through
    assert starts and service.anchor
    ahead = Charge(
        account=customer.account,
        service=service,
        reason="period",
        starts=starts,
        ends=months_later(starts, 1, service.anchor),
        description="Small",
        supply="electronic",
        currency="EUR",
        price=1000,
        amount=1000,
        made_at=at,
    )
    settle(customer.account, [ahead], at=at)
    Service.objects.update(charged_through=ahead.ends)
    customer.post("cancel", when="end")
    assert Cancellation.objects.get().effective_on == starts
    night(32)
    assert Invoice.objects.get(kind="credit note").net == 1000
    assert customer.now().charged_through == starts


def test_it_is_taken_up_again_while_its_days_are_paid(customer: Customer) -> None:
    customer.post("cancel", when="now")
    assert "Reopen the account" in customer.browser.get(customer.page).content.decode()
    customer.post("reactivate")
    service = customer.now()
    assert service.ended_at is None and service.terms.filter(until=None).count() == 1
    assert Invoice.objects.count() == 1
    # Once more changes nothing, and says why.
    assert "This service has not ended." in customer.post("reactivate")


def test_later_a_period_begins_when_it_is_taken_up_again(customer: Customer) -> None:
    customer.post("cancel", when="now")
    with time_machine.travel(timezone.now() + timedelta(60)):
        again = replace(customer, browser=signed_in(make.owner(customer.account)))
        again.post("reactivate")
        service = customer.now()
        today = day_at(timezone.now())
    assert service.ended_at is None and service.anchor == today.day
    assert service.charged_through == months_later(today, 1, today.day)
    assert [each.net for each in Invoice.objects.order_by("pk")] == [1000, 1000]


def dunned(customer: Customer) -> None:
    """As the run of dunning has it at its last step, the night before."""
    at, invoice = timezone.now() - timedelta(days=1), customer.account.invoices.get()
    customer.now().suspensions.create(account=customer.account, reason="overdue", since=at)
    Reminder.objects.create(account=customer.account, invoice=invoice, days=30, action="end", at=at)


def closed(customer: Customer) -> None:
    cancel_account(customer.account, at=timezone.now())


@pytest.mark.parametrize(("why", "comes_back"), [(dunned, False), (closed, False)])
def test_it_ends_in_the_night_with_its_account_or_its_last_reminder(
    customer: Customer, why: Callable[[Customer], None], comes_back: bool
) -> None:
    other = sell.sold(sell.buyer(country="DE"), customer.small, at=timezone.now())
    why(customer)
    ended = night(0)
    assert customer.now().ended_at == ended
    assert Service.objects.get(pk=other.pk).ended_at is None
    customer.post("reactivate")
    assert (customer.now().ended_at is None) == comes_back


def test_who_has_paid_keeps_it(customer: Customer) -> None:
    dunned(customer)
    invoice = Invoice.objects.get()
    receive(customer.account, invoice.total, "EUR", at=timezone.now(), method="transfer")
    night(0)
    assert customer.now().ended_at is None
    assert balance(customer.account, "EUR") == 0


def test_two_nights_at_once_end_it_once(customer: Customer) -> None:
    customer.post("cancel", when="end")
    at = timezone.now() + timedelta(40)
    on = day_at(at)
    assert sorted(at_once(*[lambda: end_due(on=on, at=at)] * 3)) == [0, 0, 1]


def test_two_clicks_are_one_cancellation(customer: Customer) -> None:
    service, at = customer.now(), timezone.now()
    at_once(*[lambda: cancel(service, now=False, at=at)] * 3)
    assert Cancellation.objects.count() == 1


@pytest.mark.parametrize(
    ("zone", "moment", "ends"),
    [
        ("Pacific/Niue", datetime(2027, 2, 1, 10, 30, tzinfo=UTC), "2027-02-28"),  # still 31 Jan
        ("Pacific/Tongatapu", datetime(2027, 1, 30, 12, tzinfo=UTC), "2027-02-28"),  # the 31st
        ("UTC", datetime(2028, 2, 29, 12, tzinfo=UTC), "2028-03-29"),
    ],
)
def test_days_are_the_providers(
    transactional_db: None, settings: Settings, zone: str, moment: datetime, ends: str
) -> None:
    settings.TIME_ZONE = zone
    sell.seller("softsys", at=moment)
    account = sell.buyer(country="DE", at=moment)
    service = sell.sold(account, sell.product("Small", {1: 1000}), at=moment)
    assert str(service.charged_through) == ends and service.charged_through
    cancel(service, now=False, at=moment)
    ends_at = start_of(service.charged_through)
    for at, running in ((ends_at - timedelta(minutes=1), True), (ends_at, False)):
        end_due(on=day_at(at), at=at)
        assert (Service.objects.get().ended_at is None) == running


def test_what_was_not_paid_is_told_before_and_after_and_comes_back_once_it_is(
    customer: Customer,
) -> None:
    invoice = customer.account.invoices.get()
    with time_machine.travel(timezone.now() + timedelta(40)):
        at = timezone.now() - timedelta(days=1)
        last = {"account": customer.account, "invoice": invoice, "days": 30, "action": "end"}
        Reminder.objects.create(**last, at=at)
        suspend_overdue(on=day_at(at), at=at)
        assert Message.objects.filter(subject="Your services end tomorrow").count() == 1
        night(-1)
        assert customer.now().ended_at is None, "they have this day to pay"
        night(0)
        assert Message.objects.filter(subject="Your services have ended").count() == 1
        again = replace(customer, browser=signed_in(make.owner(customer.account)))
        assert "unpaid invoices" in again.post("reactivate")
        receive(customer.account, invoice.total, "EUR", at=at, method="transfer")
        again.post("reactivate")
    assert customer.now().ended_at is None and not Suspension.objects.filter(until=None).exists()


def test_who_pays_on_the_last_day_keeps_it(customer: Customer) -> None:
    invoice, at = customer.account.invoices.get(), timezone.now()
    Reminder.objects.create(account=customer.account, invoice=invoice, days=30, action="end", at=at)
    suspend_overdue(on=day_at(at), at=at)
    receive(customer.account, invoice.total, "EUR", at=at, method="transfer")
    night(1)
    assert customer.now().ended_at is None


def test_its_last_day_is_named_and_not_the_first_without(customer: Customer) -> None:
    paid = customer.service.charged_through
    assert paid
    customer.post("cancel", when="end")
    last = day(paid - timedelta(days=1))
    assert f"Runs until {last}" in customer.browser.get(customer.page).content.decode()
    assert (
        f"until {last}, that day included" in Message.objects.get(subject="Your cancellation").body
    )
    at = start_of(paid) + timedelta(minutes=20)
    end_due(on=paid, at=at)
    began = day(customer.service.started_at)
    assert state(customer.now(), at=at).words == f"{began} to {last}"


def test_what_ends_at_once_was_there_on_that_day(customer: Customer) -> None:
    later = timezone.now() + timedelta(days=3)
    cancel(customer.now(), now=True, at=later)
    assert state(customer.now(), at=later).words.endswith(f" to {day(later)}")


def test_who_takes_a_cancellation_back_is_told(customer: Customer) -> None:
    customer.post("cancel", when="end")
    customer.post("keep")
    told = Message.objects.get(subject="Your cancellation is undone")
    assert "is undone. The service continues as agreed." in told.body
