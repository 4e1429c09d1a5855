"""Write down that somebody signed in, or tried to."""

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from troth.accounts.locked import gone
from troth.accounts.models import Person, Signin
from troth.core.conflicts import act


@act
def record_signin(
    person: Person, *, succeeded: bool, at: datetime, ip: str | None = None, user_agent: str = ""
) -> Signin:
    """Record a sign-in or an attempt; either way the clock of inactivity starts anew.

    Raises GoneError when the person is gone.
    """
    still = Person.objects.filter(pk=person.pk)
    if not still.update(last_seen_at=Greatest(F("last_seen_at"), at)):
        raise gone()
    return Signin.objects.create(
        person=person, at=at, succeeded=succeeded, ip=ip, user_agent=user_agent[:300]
    )
