"""Invite somebody to an account as its owner has asked staff to."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account, Invitation, Person
from troth.accounts.owned import owner_of
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.people.invite import invite
from troth.people.tell import tell_invited_for


@act
def invite_for_owner(
    account: Account, email: str, scopes: Iterable[str], *, by: Person, at: datetime
) -> Invitation:
    """Mail the invitation, and tell the owner, who can withdraw it; as `invite` otherwise.

    It is the owner's to open their account, and ours to do as they say (GDPR Art. 29): an account
    that nobody owns any more opens to nobody. An invitation that waits already is told of once.
    """
    refuse_restricted("people.invite_for_owner.invite_for_owner", account)
    owner = owner_of(account)
    if owner is None:
        raise TrothError(_("This account has no owner who could have asked for it."))
    invitation, is_new = invite(account, email, scopes, by=by, at=at)
    if is_new:
        tell_invited_for(invitation, owner, at=at)
    return invitation
