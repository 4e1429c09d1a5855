"""The account's own log of what was done in it."""

from collections.abc import Iterable
from datetime import datetime

from troth.accounts.models import Account, Activity, Person


def log(
    account: Account,
    what: str,
    *,
    at: datetime,
    about: Iterable[str] = (),
    person: Person | None = None,
    ip: str | None = None,
) -> Activity:
    """Add a line to the account's log: `what` was done by `person` (None: by the system).

    what: English, marked by `gettext_noop`; about: the columns or scopes that it was done to. The
    pages tell both in their reader's language.
    """
    if words := ", ".join(about):
        what = f"{what}: {words}"
    return Activity.objects.create(account=account, person=person, at=at, what=what, ip=ip)
