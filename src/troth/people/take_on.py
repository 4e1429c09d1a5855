"""Take on a customer who has told staff, and not the sign-up form."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.email import first_address
from troth.accounts.models import Account, Person
from troth.accounts.owned import lock_with_accounts
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.people.sign_up import new_person, open_account, unless_taken
from troth.people.tell import mail_welcome, tell_further


@act
def take_on(
    details: Mapping[str, str],
    *,
    came_by: str,
    at: datetime,
    by: Person,
    reads: str = "",
    owner: Person | None = None,
) -> Account:
    """Open an account for a customer, whose owner is told by mail and comes to it by a link.

    details: as of `sign_up`. came_by: how they told it, of `Account.CameBy`. reads: the language
    that they read. owner: who signs in here already and owns it, in place of somebody new; of
    `details` only those of the account are theirs then.

    Nobody has agreed to anything by this: the person is asked when they come. Raises
    AddressTakenError where somebody signs in with the address, RestrictedError under restriction,
    and TrothError for a member of staff as the owner.
    """
    if owner:
        owner = lock_with_accounts(owner)
        refuse_restricted("people.take_on.take_on", owner)
        if owner.is_staff:
            raise TrothError(_("This is a member of staff, who is no customer with this login."))
        account = open_account(owner, details, by=by, at=at, came_by=came_by)
        tell_further(account, owner, at=at)
        return account
    with unless_taken(details["email"]) as email:
        owner = new_person({**details, "email": email}, None, at=at, reads=reads)
        first_address(owner, verified=False)
        account = open_account(owner, details, by=by, at=at, came_by=came_by)
    mail_welcome(account, owner, at=at)
    return account
