"""After a backup was restored: place, review and lift the holds as they were since."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import batched

from troth.accounts.models import Subject
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.erasure.events import HOLD_LIFTED, HOLD_PLACED, HOLD_REVIEWED
from troth.erasure.hold import LOST_OWNER, LOST_REASON
from troth.erasure.models import Hold
from troth.journal.models import Entry
from troth.policy.plan import ANY

CHUNK = 500
REVIEW = timedelta(days=7)  # until somebody must have looked at a hold whose day is not known


@act
def hold_again(start: int, *, at: datetime) -> int:
    """Do with holds what the journal says of them from place `start` on; how many changes.

    A reason is free text and not in the journal: a hold that is placed again says that it was
    lost and who must look. A second run changes nothing. Subjects who are not here are passed
    over.
    """
    entries = Entry.objects.filter(
        seq__gte=start, event__in=(HOLD_PLACED, HOLD_REVIEWED, HOLD_LIFTED)
    )
    chunks = batched(entries.order_by("seq").iterator(), CHUNK)
    return sum(_chunk(chunk, at) for chunk in chunks)


def place_again(
    subject: Subject, records: list[str], *, at: datetime, review_on: date | None = None
) -> Hold:
    """Hold records of a subject for a reason that was lost, from a moment on.

    review_on: by when somebody must look at it; by default REVIEW after `at`.
    """
    placed = _lost(subject.pk, records, at, review_on or day_at(at + REVIEW))
    placed.save()
    return placed


def _lost(
    subject: int,
    records: Iterable[str],
    placed_at: datetime,
    review_on: date,
    purpose: str = "",
) -> Hold:
    return Hold(
        subject_id=subject,
        records=list(records),
        reason=LOST_REASON,
        owner=LOST_OWNER,
        purpose=purpose,
        review_on=review_on,
        placed_at=placed_at,
    )


def _chunk(entries: Iterable[Entry], at: datetime) -> int:
    """Do with holds what these entries say, one after the other; how many changes."""
    names = {entry.subject for entry in entries if entry.subject}
    here = dict(Subject.objects.filter(pseudonym__in=names).values_list("pseudonym", "pk"))
    holds = _Holds(here.values())
    done = sum(
        holds.change(entry, here[entry.subject], at) for entry in entries if entry.subject in here
    )
    holds.write()
    return done


class _Holds:
    """The holds on some subjects, and what becomes of them before it is written."""

    def __init__(self, subjects: Iterable[int]) -> None:
        found = Hold.objects.filter(subject__in=subjects).select_for_update(of=("self",))
        self.holds: dict[tuple[int, tuple[str, ...]], list[Hold]] = {}
        for each in found.order_by("pk"):
            self._alike(each.subject_id, each.records).append(each)
        self.new: list[Hold] = []
        self.changed: set[Hold] = set()

    def change(self, entry: Entry, subject: int, at: datetime) -> bool:
        """Do what one entry says; whether that was not done before."""
        records = [ANY if record == "all" else record for record in entry.counts["records"]]
        placed = entry.counts.get("placed")
        moment = datetime.fromisoformat(placed) if placed else None
        same = self._alike(subject, records)
        if entry.event == HOLD_PLACED:
            # A hold that an earlier restore placed is older than its entry.
            since = moment or entry.at
            if any(each.placed_at == since for each in same):
                return False
            review_on = _review(entry) or day_at(at + REVIEW)
            self.new.append(_lost(subject, records, since, review_on, entry.rule))
            same.append(self.new[-1])
            return True
        # Entries of earlier versions do not say which; of two alike, the older one went first.
        known = [
            each
            for each in same
            if (each.placed_at == moment if moment else each.placed_at <= entry.at)
        ]
        in_force = (each for each in known if each.lifted_at is None)
        found = min(in_force, key=lambda each: each.placed_at, default=None)
        if found is None or not moment and any(each.lifted_at == entry.at for each in same):
            return False
        if entry.event == HOLD_LIFTED:
            found.lifted_at = entry.at
        elif (review := _review(entry)) is not None and found.review_on != review:
            found.review_on = review
        else:
            return False
        if found.pk:
            self.changed.add(found)
        return True

    def write(self) -> None:
        """Write what is new, and what has changed."""
        Hold.objects.bulk_create(self.new)
        Hold.objects.bulk_update(self.changed, ["lifted_at", "review_on"])

    def _alike(self, subject: int, records: Iterable[str]) -> list[Hold]:
        return self.holds.setdefault((subject, tuple(records)), [])


def _review(entry: Entry) -> date | None:
    stated = entry.counts.get("review")
    return date.fromisoformat(stated) if stated else None
