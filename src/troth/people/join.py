"""Become a trusted person without an account of one's own."""

from collections.abc import Collection, Mapping
from datetime import datetime

from troth.accounts.email import first_address
from troth.accounts.models import Invitation, Person
from troth.core.conflicts import act
from troth.people.accept import accept
from troth.people.sign_up import new_person, unless_taken


@act
def join(
    invitation: Invitation,
    details: Mapping[str, str],
    password: str,
    *,
    at: datetime,
    given: Collection[str] = (),
    refused: Collection[str] = (),
    accepted: bool = False,
    reads: str = "",
) -> Person:
    """Make a login for an invited person, and accept the invitation with it.

    Whoever has the link reads the mail of the address, so that it is confirmed. As `sign_up`
    and `accept` otherwise. Raises AddressTakenError when somebody signs in with it already.
    """
    with unless_taken(invitation.email):
        person = new_person(
            {**details, "email": invitation.email},
            password,
            at=at,
            given=given,
            refused=refused,
            accepted=accepted,
            reads=reads,
        )
        first_address(person, verified=True)
        accept(invitation, person, at=at)
    return person
