"""Set a step of dunning."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.billing.events import STEP_SET
from troth.billing.models import DunningStep
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

MOST = 365  # days before or after an invoice is due
Action = DunningStep.Action
OFFERED = (Action.REMIND, Action.RETRY, Action.FEE, Action.SUSPEND, Action.END)


@act
def set_step(
    days: int, action: Action, *, by: Person, at: datetime, fee: int = 0, currency: str = ""
) -> None:
    """Have something done so many days after an invoice is due. Set again, it has the new fee.

    fee: in minor units of `currency`, for the action that charges one. Raises TrothError for what
    comes before an invoice is overdue and is no reminder, for a fee of nothing, and beyond a year.
    """
    if action not in OFFERED or abs(days) > MOST:
        raise TrothError(_("A step is within a year before or after an invoice is due."))
    if action == Action.RETRY and days < 0:
        raise TrothError(_("Before an invoice is due, nothing is taken."))
    if action not in (Action.REMIND, Action.RETRY) and days < 1:
        raise TrothError(_("Before an invoice is overdue, only a reminder is allowed."))
    if (action == Action.FEE) != bool(fee > 0 and currency):
        raise TrothError(_("A late fee has an amount and a currency, and no other step has."))
    DunningStep.objects.update_or_create(
        days=days, action=action, currency=currency, defaults={"fee": fee}
    )
    counts = {"days": days, "action": action.value, "fee": fee}
    note(STEP_SET, at=at, subject=by.pseudonym, counts=counts)
