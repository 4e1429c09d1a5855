"""Accept an invitation and become a trusted person of an account."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Invitation, Membership, Person
from troth.accounts.restricted import refuse_restricted
from troth.accounts.verified import has_verified_email
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.people.events import ACCEPTED
from troth.people.invite import digest_of, locked
from troth.people.note import disclose, note
from troth.people.tell import tell_accepted


class WrongPersonError(TrothError):
    """The invitation was mailed to an address that is not this person's confirmed one."""


@act
def accept(invitation: Invitation, person: Person, *, at: datetime) -> Membership:
    """Give the invited person the scopes of the invitation, and tell the owner; twice is once.

    What they can see from then on is entered in the register of disclosures. Their last sign-in
    counts for the account as well.
    Raises WrongPersonError for anybody but the owner of the address, who has confirmed it, and
    TrothError when the invitation has ended.
    """
    account = lock_or_refuse(invitation.account)
    person = lock_or_refuse(person)
    invitation = locked(invitation)
    if not invited(invitation, person):
        raise WrongPersonError(_("This invitation was sent to another address."))
    mine = Membership.objects.filter(account=account, person=person).first()
    if mine and invitation.accepted_at:
        return mine
    if why := ended(invitation, at=at):
        raise TrothError(why)
    if mine is None:
        refuse_restricted("people.accept.accept", account)
        mine = Membership.objects.create(
            account=account,
            person=person,
            role=Membership.Role.TRUSTED,
            scopes=invitation.scopes,
            created_at=at,
        )
        seen = person.last_seen_at
        Account.objects.filter(pk=account.pk, active_at__lt=seen).update(active_at=seen)
        scopes = invitation.scopes.split()
        disclose(account, scopes, at=at)
        what = gettext_noop("invitation accepted")
        note(ACCEPTED, account, what, by=person, at=at, scopes=scopes)
        tell_accepted(mine, at=at)
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return mine


def find_invitation(secret: str) -> Invitation | None:
    """The invitation that a link's secret belongs to."""
    found = Invitation.objects.filter(digest=digest_of(secret))
    return found.select_related("account", "invited_by").first()


def invited(invitation: Invitation, person: Person) -> bool:
    """Whether the invitation is for this person: for the address that they have confirmed."""
    return person.email == invitation.email and has_verified_email(person)


def ended(invitation: Invitation, *, at: datetime) -> str:
    """Why an invitation can no longer be accepted; empty while it can."""
    if invitation.accepted_at:
        return _("This invitation has already been used.")
    if invitation.withdrawn_at:
        return _("This invitation has been withdrawn, or replaced by a newer one.")
    if invitation.expires_at <= at:
        return _("This invitation has expired. Ask for a new one.")
    return ""
