"""Write down that somebody signed in, or tried to."""

from datetime import datetime

from troth.accounts.count_as_attempt import count_as_attempt
from troth.accounts.models import Person, Signin
from troth.accounts.restricted import is_restricted
from troth.core.conflicts import act


@act
def record_signin(
    person: Person, *, succeeded: bool, at: datetime, ip: str | None = None, user_agent: str = ""
) -> Signin | None:
    """Record a sign-in or an attempt; either way their clock of inactivity starts anew,
    and that of their accounts. While processing is restricted nothing else of it is written down.
    Raises GoneError when the person is gone."""
    count_as_attempt(person, at=at)
    if is_restricted(person):
        return None
    return Signin.objects.create(
        person=person, at=at, succeeded=succeeded, ip=ip, user_agent=user_agent[:300]
    )
