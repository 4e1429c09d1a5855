"""After a backup was restored: place, review and lift the holds as they were since."""

from datetime import date, datetime, timedelta

from troth.accounts.models import Subject
from troth.core.conflicts import act
from troth.erasure.events import HOLD_LIFTED, HOLD_PLACED, HOLD_REVIEWED
from troth.erasure.hold import LOST_OWNER, LOST_REASON
from troth.erasure.models import Hold
from troth.journal.models import Entry
from troth.policy.plan import ANY

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
    return sum(_again(entry, at) for entry in entries.order_by("seq"))


def place_again(
    subject: Subject, records: list[str], *, at: datetime, review_on: date | None = None
) -> Hold:
    """Hold records of a subject for a reason that was lost, from a moment on.

    review_on: by when somebody must look at it; by default REVIEW after `at`.
    """
    return Hold.objects.create(
        subject=subject,
        records=records,
        reason=LOST_REASON,
        owner=LOST_OWNER,
        review_on=review_on or (at + REVIEW).date(),
        placed_at=at,
    )


def _again(entry: Entry, at: datetime) -> bool:
    assert entry.subject is not None
    subject = Subject.objects.filter(pseudonym=entry.subject).first()
    if subject is None:
        return False
    records = [ANY if record == "all" else record for record in entry.counts["records"]]
    placed = entry.counts.get("placed")
    moment = datetime.fromisoformat(placed) if placed else None
    same = Hold.objects.filter(subject=subject, records=records)
    if entry.event == HOLD_PLACED:
        if same.filter(placed_at=moment or entry.at).exists():
            return False
        review_on = _review(entry) or (at + REVIEW).date()
        place_again(subject, records, at=entry.at, review_on=review_on)
        return True
    # Entries of earlier versions do not say which; of two alike, the older one went first.
    known = same.filter(placed_at=moment) if moment else same.filter(placed_at__lte=entry.at)
    found = known.filter(lifted_at=None).order_by("placed_at").first()
    if found is None or not moment and same.filter(lifted_at=entry.at).exists():
        return False
    if entry.event == HOLD_LIFTED:
        found.lifted_at = entry.at
    elif (review := _review(entry)) is not None and found.review_on != review:
        found.review_on = review
    else:
        return False
    found.save(update_fields=["lifted_at", "review_on"])
    return True


def _review(entry: Entry) -> date | None:
    stated = entry.counts.get("review")
    return date.fromisoformat(stated) if stated else None
