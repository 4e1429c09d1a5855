"""Send an invitation once more."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Invitation, Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.people.invite import invite, locked, open_invitations
from troth.people.withdraw_invitation import withdraw_invitation


@act
def resend(invitation: Invitation, *, by: Person, at: datetime) -> tuple[Invitation, str]:
    """Invite the same person anew, expired or not; the former link ends. As `invite` otherwise.

    Of what was replaced already, the newer one is returned with an empty secret. Raises
    TrothError when the invitation was accepted or withdrawn.
    """
    lock_or_refuse(invitation.account)
    invitation = locked(invitation)
    if invitation.accepted_at or invitation.withdrawn_at:
        newer = open_invitations(invitation.account, at=at).filter(email=invitation.email).first()
        if newer is None:
            raise TrothError(_("This invitation was accepted or withdrawn; please make a new one."))
        return newer, ""
    withdraw_invitation(invitation, by=by, at=at)
    scopes = invitation.scopes.split()
    return invite(invitation.account, invitation.email, scopes, by=by, at=at)
