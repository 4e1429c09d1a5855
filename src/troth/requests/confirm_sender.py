"""Note that whoever asks reads the mail of the address which they gave."""

from datetime import datetime

from troth.core.conflicts import act
from troth.journal.models import Entry
from troth.requests.events import SENDER_CONFIRMED
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note


@act
def confirm_sender(request: RightsRequest, *, at: datetime) -> None:
    """Note it once, after a link that was mailed to the sender was followed.

    Raises TrothError when the request is closed.
    """
    current = locked(request)
    if not has_confirmed_sender(current):
        note(SENDER_CONFIRMED, current, at=at)


def has_confirmed_sender(request: RightsRequest) -> bool:
    """Whether that is noted; the journal is where it stands."""
    noted = Entry.objects.filter(event=SENDER_CONFIRMED, counts__request=request.pk)
    return noted.exists()
