"""After a backup was restored: restrict whoever was restricted since, and lift what was lifted."""

from datetime import datetime
from itertools import batched
from uuid import UUID

from troth.accounts.events import LIFTED, RESTRICTED
from troth.accounts.models import Subject
from troth.core.conflicts import act
from troth.journal.models import Entry

CHUNK = 500


@act
def restrict_again(start: int) -> int:
    """Bring restrictions to what the journal's last word is from place `start` on; how many.

    A second run changes nothing. Subjects who are not here are passed over.
    """
    last = (
        Entry.objects.filter(seq__gte=start, event__in=(RESTRICTED, LIFTED))
        .order_by("subject", "-seq")
        .distinct("subject")
    )
    changed = 0
    for chunk in batched(last.iterator(), CHUNK):
        wanted = {entry.subject: entry.at if entry.event == RESTRICTED else None for entry in chunk}
        changed += _mark(wanted)
    return changed


def _mark(wanted: dict[UUID | None, datetime | None]) -> int:
    """Restrict each subject since the moment that is wanted; none: lift it. How many changed."""
    here = Subject.objects.filter(pseudonym__in=[name for name in wanted if name])
    states = here.select_for_update().order_by("pk")
    wrong = [
        subject
        for subject in states
        if (subject.restricted_at is None) != (wanted[subject.pseudonym] is None)
    ]
    for subject in wrong:
        subject.restricted_at = wanted[subject.pseudonym]
    Subject.objects.bulk_update(wrong, ["restricted_at"])
    return len(wrong)
