"""Have a call that waits for a person be made again."""

from datetime import datetime

from troth.calls.events import TRIED_AGAIN
from troth.calls.tasks import work_soon
from troth.calls.waiting import waiting
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def try_again(number: int, *, at: datetime) -> None:
    """From the beginning; what is in doubt is looked up first. Twice is once."""
    if waiting().filter(pk=number).update(next_at=at, tries=0):
        note(TRIED_AGAIN, at=at)
        work_soon.defer(number=number)
