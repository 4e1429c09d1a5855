"""The account's own log of what was done in it."""

from datetime import datetime

from troth.accounts.models import Account, Activity, Person


def log(
    account: Account,
    what: str,
    *,
    at: datetime,
    person: Person | None = None,
    ip: str | None = None,
) -> Activity:
    """Add a line to the account's log: `what` was done by `person` (None: by the system)."""
    return Activity.objects.create(account=account, person=person, at=at, what=what, ip=ip)
