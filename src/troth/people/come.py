"""Come to the account that staff have opened for oneself."""

from collections.abc import Collection
from datetime import datetime

from troth.accounts.email import confirm_email, propose_email
from troth.accounts.models import Person
from troth.accounts.owned import lock_with_accounts
from troth.core.conflicts import act
from troth.gates.accept_policy import accept_policy
from troth.gates.consent import give, refuse
from troth.people.welcome_link import opened_by
from troth.publishing.running import policy_on


@act
def come(
    key: str,
    password: str,
    *,
    at: datetime,
    given: Collection[str] = (),
    refused: Collection[str] = (),
    accepted: bool = False,
) -> Person:
    """Give whom a mailed link names their first password; as `sign_up` otherwise.

    Whoever has the link reads the mail of the address, so that it is confirmed. Raises what
    `opened_by` does: the second of two clicks finds the link used.
    """
    lock_with_accounts(opened_by(key, at=at))
    person = opened_by(key, at=at)
    person = confirm_email(propose_email(person, person.email), at=at)
    person.set_password(password)
    person.save(update_fields=["password"])
    if accepted:
        accept_policy(person, policy_on(at), "tick", at=at)
    give(person, *given, at=at)
    refuse(person, *refused, at=at)
    return person
