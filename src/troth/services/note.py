"""Each step of a service, in the account's log and in the journal."""

from collections.abc import Mapping
from datetime import datetime

from troth.accounts.models import Person
from troth.journal.event import Event
from troth.publishing import evidence
from troth.services.log_step import log_step
from troth.services.models import Service


def note(
    event: Event,
    service: Service,
    what: str,
    *,
    at: datetime,
    by: Person | None,
    counts: Mapping[str, object] | None = None,
) -> None:
    """Write down that something was done with a service; by: who did, None for the system."""
    log_step(service.account, what, at=at, person=by)
    evidence.note(
        event, "keep.service", at=at, subject=service.account.pseudonym, counts=counts or {}
    )
