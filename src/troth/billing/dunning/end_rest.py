"""Have dunning go on that rested."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.billing.events import DUNNING_GOES_ON
from troth.billing.models import DunningRest
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def end_rest(found: DunningRest, *, at: datetime) -> None:
    """From now on steps are taken again. Twice is once."""
    account = lock_or_refuse(found.account)
    if DunningRest.objects.filter(pk=found.pk, ended_at=None).update(ended_at=at):
        note(DUNNING_GOES_ON, at=at, subject=account.pseudonym)
