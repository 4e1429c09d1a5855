"""Each step of a request in the journal, from which its figures are made."""

from datetime import datetime

from troth.journal.append import append
from troth.publishing.running import policy_on
from troth.requests.models import RightsRequest


def note(event: str, request: RightsRequest, *, at: datetime, **counts: object) -> None:
    """Write down that something was done about a request; `counts` hold no personal data."""
    append(
        f"request.{event}",
        at=at,
        rule=request.rule,
        policy=policy_on(at.date()).digest,
        subject=request.subject.pseudonym if request.subject else None,
        counts={"request": request.pk, **counts},
    )
