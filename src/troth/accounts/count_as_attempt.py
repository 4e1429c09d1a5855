"""Count something as an attempt to sign in: somebody is there, and may not get in."""

from datetime import datetime

from troth.accounts.models import Account, Person
from troth.accounts.owned import lock_with_accounts
from troth.core.conflicts import act


@act
def count_as_attempt(person: Person, *, at: datetime) -> None:
    """Start their clock of inactivity anew, and that of their accounts.

    Raises GoneError when the person is gone.
    """
    lock_with_accounts(person)
    mine = Account.objects.filter(memberships__person=person, active_at__lt=at)
    mine.update(active_at=at)
    Person.objects.filter(pk=person.pk, last_seen_at__lt=at).update(last_seen_at=at)
