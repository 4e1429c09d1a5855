"""Say whose data a request is about, where that turns out to be another's."""

from datetime import datetime

from troth.core.conflicts import act
from troth.requests.events import WHOSE_SAID
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note
from troth.requests.rules import refuse_of_nobody


@act
def say_whose(request: RightsRequest, whose: str, *, at: datetime) -> RightsRequest:
    """Note whose data is meant: in words, or blank for that of whoever asks.

    Raises TrothError when it is closed, and for a report that would name nobody.
    """
    current = locked(request)
    refuse_of_nobody(current.right, whose)
    if current.whose != whose:
        current.whose = whose
        current.save(update_fields=["whose"])
        note(WHOSE_SAID, current, at=at)
    return current
