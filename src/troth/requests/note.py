"""Each step of a request in the journal, from which its figures are made."""

from datetime import datetime

from troth.journal.event import Event
from troth.publishing import evidence
from troth.requests.models import RightsRequest


def note(event: Event, request: RightsRequest, *, at: datetime, **counts: object) -> None:
    """Write down that something was done about a request; `counts` hold no personal data."""
    evidence.note(
        event,
        at=at,
        rule=request.rule,
        subject=request.subject.pseudonym if request.subject else None,
        counts={"request": request.pk, **counts},
    )
