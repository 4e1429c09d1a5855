"""Remove invitations that came to nothing: they name somebody who may not know of it."""

from datetime import datetime, timedelta

from django.db.models import Q

from troth.accounts.models import MEMBERSHIP, Invitation
from troth.core.conflicts import act
from troth.erasure.protected import protected

KEPT = timedelta(days=7)  # in which the link still says why it leads nowhere


@act
def remove_ended_invitations(*, at: datetime) -> int:
    """Remove what was withdrawn or ran out a week before `at` and nobody accepted; how many.

    Those of accounts under a hold or a restriction stay until that is lifted.
    """
    before = at - KEPT
    ended = Q(withdrawn_at__lte=before) | Q(expires_at__lte=before)
    found = Invitation.objects.filter(ended, accepted_at=None)
    free = found.exclude(account_id__in=protected(MEMBERSHIP.name))
    return free.delete()[0]
