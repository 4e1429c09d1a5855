"""Restrict processing and lift it (GDPR Art. 18). Restricted data is stored and nothing else."""

from datetime import datetime

from django.db import transaction

from troth.accounts.models import Account, Person
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.journal.append import append

Subject = Account | Person


@enforces("right.restrict")
@transaction.atomic
def restrict(subject: Subject, *, at: datetime) -> None:
    """Restrict processing of an account's or a person's data from `at` on.

    Until it is lifted, no sweep removes the data, nothing is sent and nothing is shared.
    Restricting twice changes nothing. Raises TrothError when the subject is gone.
    """
    _mark(subject, "processing.restricted", restricted_at=at, at=at)


@transaction.atomic
def lift(subject: Subject, *, at: datetime) -> None:
    """Lift a restriction; without one, nothing changes."""
    _mark(subject, "restriction.lifted", restricted_at=None, at=at)


def _mark(subject: Subject, event: str, *, restricted_at: datetime | None, at: datetime) -> None:
    rows = type(subject)._default_manager.filter(pk=subject.pk)
    if not rows.exists():
        raise TrothError("This subject has been erased; there is nothing to restrict.")
    if rows.filter(restricted_at__isnull=restricted_at is not None).update(
        restricted_at=restricted_at
    ):
        append(event, at=at, rule="right.restrict", subject=subject.pseudonym)
    subject.restricted_at = restricted_at
