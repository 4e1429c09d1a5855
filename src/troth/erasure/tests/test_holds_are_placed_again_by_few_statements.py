"""Whatever was done with holds since a backup is done again, by as many statements for many holds
as for one, and as one after the other would have been."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troth.accounts.models import Account
from troth.erasure.events import HOLD_LIFTED, HOLD_PLACED, HOLD_REVIEWED
from troth.erasure.hold import hold, note_hold, release, review
from troth.erasure.hold_again import hold_again, place_again
from troth.erasure.models import Hold
from troth.journal.append import append
from troth.journal.sequence import sequence
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

REVIEW = date(2040, 1, 1)
LATER = date(2041, 1, 1)


def placed(subject: Account, minute: int = 0, records: tuple[str, ...] = ("ticket",)) -> Hold:
    at = make.NOW + timedelta(minutes=minute)
    return hold(subject, records=records, reason=f"r{minute}", owner="o", review_on=REVIEW, at=at)


def reviewed(subject: Account) -> None:
    review(placed(subject), LATER, at=make.NOW + timedelta(days=1))


def lifted(subject: Account) -> None:
    release(placed(subject), at=make.NOW + timedelta(days=1))


def reviewed_and_lifted(subject: Account) -> None:
    found = placed(subject)
    review(found, LATER, at=make.NOW + timedelta(days=1))
    release(found, at=make.NOW + timedelta(days=2))


def two_of_which_one_is_lifted(subject: Account) -> None:
    placed(subject, 1)
    release(placed(subject, 2), at=make.NOW + timedelta(days=1))
    placed(subject, 3, ("*",))


def two_that_are_lifted_at_once(subject: Account) -> None:
    for found in (placed(subject, 1), placed(subject, 2)):
        release(found, at=make.NOW + timedelta(days=1))


def placed_by_an_earlier_restore(subject: Account) -> None:
    found = place_again(subject, ["ticket"], at=make.NOW, review_on=REVIEW)
    note_hold(HOLD_PLACED, found, at=make.NOW + timedelta(days=1))
    release(found, at=make.NOW + timedelta(days=2))


def holds() -> list[tuple[Any, ...]]:
    """What of holds is in the journal."""
    what = ("subject", "records", "review_on", "placed_at", "lifted_at")
    return list(Hold.objects.order_by("subject", "placed_at").values_list(*what))


@pytest.mark.parametrize("chunk", [1, 500])
@pytest.mark.parametrize(
    ("act", "changes"),
    [
        (placed, 1),
        (reviewed, 2),
        (lifted, 2),
        (reviewed_and_lifted, 3),
        (two_of_which_one_is_lifted, 4),
        (two_that_are_lifted_at_once, 4),
        (placed_by_an_earlier_restore, 2),
    ],
)
def test_as_they_were(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[Account], Any], changes: int, chunk: int
) -> None:
    monkeypatch.setattr("troth.erasure.hold_again.CHUNK", chunk)
    make.in_force()
    for _ in range(2):
        act(make.account())
    sequence()
    before = holds()
    Hold.objects.all().delete()

    assert hold_again(0, at=make.NOW) == 2 * changes

    assert holds() == before
    assert hold_again(0, at=make.NOW) == 0
    assert holds() == before


def test_many_take_no_more_statements_than_one() -> None:
    make.in_force()
    few = _statements(1)
    assert _statements(7) == few


def _statements(accounts: int) -> int:
    for _ in range(accounts):
        reviewed_and_lifted(make.account())
    sequence()
    Hold.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        hold_again(0, at=make.NOW)
    return len(asked)


def test_of_two_alike_an_entry_that_does_not_say_which_means_the_older_one() -> None:
    make.in_force()
    account = make.account()
    older, newer = placed(account, 1), placed(account, 2)
    day = make.NOW + timedelta(days=1)
    counts = {"records": ["ticket"]}
    append(HOLD_REVIEWED, at=day, subject=account.pseudonym, counts=counts)
    append(HOLD_LIFTED, at=day, subject=account.pseudonym, counts=counts)
    append(HOLD_PLACED, at=day, subject=account.pseudonym, counts=counts)
    sequence()

    assert hold_again(0, at=make.NOW) == 2

    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.lifted_at, newer.lifted_at) == (day, None)
    again = Hold.objects.exclude(pk__in=[older.pk, newer.pk]).get()
    assert (again.placed_at, again.review_on) == (day, (make.NOW + timedelta(days=7)).date())
    assert hold_again(0, at=make.NOW) == 0
