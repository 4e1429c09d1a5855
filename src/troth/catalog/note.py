"""Who changed what of the catalogue, in the journal."""

from datetime import datetime

from django.db import models

from troth.accounts.models import Person
from troth.journal.event import Event
from troth.publishing import evidence


def note(
    event: Event, row: models.Model, *, by: Person | None, at: datetime, **counts: object
) -> None:
    """Write down that something was done with a row; by: who did, None for a command."""
    what = {"kind": row._meta.model_name, "number": row.pk, **counts}
    evidence.note(event, at=at, subject=by.pseudonym if by else None, counts=what)
