"""Set the steps of dunning that suit most, where there are none yet."""

from datetime import datetime

from troth.accounts.models import Person
from troth.billing.dunning.set_step import Action, set_step
from troth.billing.models import DunningStep
from troth.core.conflicts import act

USUAL = (
    *((days, Action.REMIND) for days in (-7, 0, 3)),
    *((days, Action.RETRY) for days in (0, 3, 7)),
    (10, Action.SUSPEND),
    (30, Action.END),
)


@act
def set_usual_steps(*, by: Person, at: datetime) -> None:
    """Remind before, on and after the day, take what is owed, then suspend and end. Where a step
    is set, nothing."""
    if DunningStep.objects.exists():
        return
    for days, action in USUAL:
        set_step(days, action, by=by, at=at)
