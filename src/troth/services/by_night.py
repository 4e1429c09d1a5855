"""What is done about services and money every night, in its order."""

from datetime import datetime

from troth.billing.apply_every_balance import apply_every_balance
from troth.billing.dunning.dun import dun
from troth.core.day import day_at
from troth.services.bill import AsksError, Billed, bill
from troth.services.end_due import end_due
from troth.services.resume_paid import resume_paid
from troth.services.suspend_overdue import suspend_overdue


def by_night(*, at: datetime) -> Billed | None:
    """See to what is paid, to what ends, and to what is overdue; then invoice what is due today.

    What was invoiced; None where that waits for a yes, which stands in the inbox. Twice is once.
    """
    today = day_at(at)
    apply_every_balance(at=at)
    resume_paid(at=at)
    end_due(on=today, at=at)
    dun(on=today, at=at)
    suspend_overdue(on=today, at=at)
    try:
        return bill(on=today, at=at)
    except AsksError:
        return None
