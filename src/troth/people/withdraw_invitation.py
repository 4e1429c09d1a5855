"""Withdraw an invitation."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Invitation, Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.people.events import UNINVITED
from troth.people.note import note


@act
def withdraw_invitation(invitation: Invitation, *, by: Person, at: datetime) -> None:
    """End an invitation, whose link then leads nowhere; twice is once.

    Raises TrothError when it has been accepted.
    """
    lock_or_refuse(invitation.account)
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
    if waiting.filter(withdrawn_at=None).update(withdrawn_at=at):
        note(UNINVITED, invitation.account, gettext_noop("invitation withdrawn"), by=by, at=at)
    elif not waiting.exists():
        raise TrothError(_("This invitation has been accepted; end the person’s access instead."))
