"""Remove a step of dunning."""

from datetime import datetime

from troth.accounts.models import Person
from troth.billing.events import STEP_REMOVED
from troth.billing.models import DunningStep
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def remove_step(number: int, *, by: Person, at: datetime) -> None:
    """Have a step taken no more. What was done by it stays done. Twice is once."""
    step = DunningStep.objects.select_for_update().filter(pk=number).first()
    if step is None:
        return
    counts = {"days": step.days, "action": step.action}
    step.delete()
    note(STEP_REMOVED, at=at, subject=by.pseudonym, counts=counts)
