"""Write down that somebody signed in, or tried to."""

from datetime import datetime

from troth.accounts.models import Account, Person, Signin
from troth.accounts.owned import lock_with_accounts
from troth.core.conflicts import act


@act
def record_signin(
    person: Person, *, succeeded: bool, at: datetime, ip: str | None = None, user_agent: str = ""
) -> Signin:
    """Record a sign-in or an attempt; either way their clock of inactivity starts anew,
    and that of their accounts. Raises GoneError when the person is gone."""
    lock_with_accounts(person)
    mine = Account.objects.filter(memberships__person=person, active_at__lt=at)
    mine.update(active_at=at)
    Person.objects.filter(pk=person.pk, last_seen_at__lt=at).update(last_seen_at=at)
    return Signin.objects.create(
        person=person, at=at, succeeded=succeeded, ip=ip, user_agent=user_agent[:300]
    )
