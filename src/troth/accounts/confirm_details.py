"""Ask customers now and then whether their details are still right, and note that they are."""

from datetime import datetime, timedelta

from django.db.models import Q

from troth.accounts.events import ACCOUNT_CONFIRMED, PERSON_CONFIRMED
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.publishing.evidence import note

ASK_AFTER = timedelta(days=365)


def due_for_confirmation(subject: Account | Person, *, at: datetime) -> bool:
    """Whether nobody has corrected or confirmed the details for a year."""
    return (subject.confirmed_at or subject.created_at) <= at - ASK_AFTER


@act
def confirm_details(subject: Account | Person, *, at: datetime) -> None:
    """Note that the details of an account or a person are right; again within a day is nothing."""
    kind = Account if isinstance(subject, Account) else Person
    rows = kind._default_manager.filter(pk=subject.pk)
    not_today = Q(confirmed_at=None) | Q(confirmed_at__lte=at - timedelta(days=1))
    if rows.filter(not_today).update(confirmed_at=at):
        event = ACCOUNT_CONFIRMED if kind is Account else PERSON_CONFIRMED
        note(event, "feature.profile-accuracy", at=at, subject=subject.pseudonym)
