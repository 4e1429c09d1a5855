"""Who pays by transfer has nothing suspended or ended while the newest statement is old."""

from datetime import UTC, datetime, timedelta

import pytest

from troth.bank.take_in import take_in
from troth.bank.tests.written import camt053
from troth.billing.close_bank_account import close_bank_account
from troth.billing.dunning.set_step import Action, set_step
from troth.billing.models import BankAccount, Reminder
from troth.billing.receive import receive
from troth.services.by_night import by_night
from troth.services.models import Service, Suspension
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 6, 15, 1, tzinfo=UTC)
CLOSED = -1  # the account, of which no newer statement comes


def read_statement(at: datetime) -> None:
    """A statement of the day in which nothing happened."""
    file = camt053([], iban=BankAccount.objects.get().iban, number=f"{at:%j}")
    take_in(file.encode(), at=at)


@pytest.mark.parametrize(
    ("method", "statements", "suspended"),
    [
        ("transfer", [0], False),
        ("", [0], False),  # has paid nothing yet, and is asked to transfer it
        ("cash", [0], True),
        ("transfer", [0, 21], True),
        ("transfer", [], True),  # statements are not read here
        ("transfer", [0, CLOSED], True),
    ],
)
def test_it_waits_for_a_statement(method: str, statements: list[int], suspended: bool) -> None:
    in_cyprus()
    account = customer()
    paid_until(BEGINS.date(), account, months=12)
    set_step(1, Action.REMIND, by=make.staff(), at=make.NOW)
    set_step(5, Action.SUSPEND, by=make.staff(), at=make.NOW)
    by_night(at=BEGINS)
    if method:
        receive(account, 1, "EUR", at=BEGINS, method=method)
    for days in statements:
        if days == CLOSED:
            close_bank_account(BankAccount.objects.get(), by=make.staff(), at=BEGINS)
        else:
            read_statement(BEGINS + timedelta(days=days))
    by_night(at=BEGINS + timedelta(days=22))
    assert Suspension.objects.exists() == suspended
    assert Reminder.objects.filter(action="remind").exists()
    read_statement(BEGINS + timedelta(days=23))
    by_night(at=BEGINS + timedelta(days=23))
    assert Suspension.objects.exists()


def test_a_service_does_not_end_either() -> None:
    in_cyprus()
    paid_until(BEGINS.date(), customer(), months=12)
    for days, action in ((5, Action.SUSPEND), (6, Action.END)):
        set_step(days, action, by=make.staff(), at=make.NOW)
    by_night(at=BEGINS)
    read_statement(BEGINS + timedelta(days=15))
    by_night(at=BEGINS + timedelta(days=20))
    assert Reminder.objects.filter(action="end").exists()
    by_night(at=BEGINS + timedelta(days=21))
    assert Service.objects.get().ended_at is None
    read_statement(BEGINS + timedelta(days=22))
    by_night(at=BEGINS + timedelta(days=22))
    assert Service.objects.get().ended_at
