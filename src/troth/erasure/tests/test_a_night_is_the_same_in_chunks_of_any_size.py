"""What a night's sweep does and tells hangs neither on the size of its chunks nor on the order in
which the database comes upon rows, and the dry run says the same."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from troth.accounts.models import Person, Subject
from troth.erasure.foresee import foresee
from troth.erasure.keep import CHUNK, keep
from troth.erasure.tally import Tally
from troth.testing import make
from troth.testing.snapshot import Snapshot, snapshot

pytestmark = pytest.mark.django_db

OPENED = datetime(2015, 1, 1, tzinfo=UTC)
ON = date(2026, 1, 1)
AT = datetime(2026, 1, 1, 3, tzinfo=UTC)


def told(by_rule: Mapping[tuple[str, str], Tally]) -> dict[str, dict[str, Any]]:
    """What is gone or lost something, by the rules that did it."""
    return {
        rule: {"erased": dict(tally.erased), "unlinked": dict(tally.unlinked)}
        for (rule, _), tally in by_rule.items()
        if tally.removed
    }


def night(chunk: int) -> tuple[dict[str, dict[str, Any]], Snapshot]:
    """What a sweep tells, and what it leaves of what was there; it is undone then."""
    before = snapshot()
    with transaction.atomic():
        done = told(keep(on=ON, at=AT, chunk=chunk).by_rule)
        left = {place: row for place, row in snapshot().items() if place in before}
        transaction.set_rollback(True)
    return done, left


def test_of_those_who_have_asked_one_goes_after_the_other_by_their_numbers() -> None:
    make.in_force("softsys")
    author, other = make.person(at=OPENED), make.person(at=OPENED)
    account = make.account(other, at=OPENED)
    make.trusted(account, author)
    make.ticket(account, at=OPENED, author=author)
    # The author's rows lie behind the other's now, and are come upon later.
    for each in (other, author):
        Subject.objects.filter(pk=each.pk).update(erasure_asked_at=OPENED)
        Person.objects.filter(pk=each.pk).update(email=f"moved.{each.email}")

    whole, left = night(CHUNK)

    assert whole["right.erase"]["unlinked"] == {"ticket": 2}
    assert told(foresee(on=ON, at=AT).by_rule()) == whole
    assert night(1) == (whole, left)


@pytest.mark.parametrize("asked", [False, True])
def test_who_is_left_without_an_account_goes_when_all_accounts_have(asked: bool) -> None:
    make.in_force("softsys")
    author = make.person(at=OPENED)
    own, another = make.account(author, at=OPENED), make.account(at=OPENED)
    make.ticket(another, at=OPENED, author=author)  # as a trusted person, who has left it since
    if asked:
        Subject.objects.filter(pk=own.pk).update(erasure_asked_at=OPENED)

    whole, left = night(CHUNK)

    assert whole["keep.people"] == {"erased": {"person": 2}, "unlinked": {}}
    assert told(foresee(on=ON, at=AT).by_rule()) == whole
    assert night(1) == (whole, left)
