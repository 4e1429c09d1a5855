"""What is done about money every night, in its order."""

from contextlib import suppress
from datetime import datetime

from troth.billing.dunning.dun import dun
from troth.core.day import day_at
from troth.services.ask_ahead import ask_ahead
from troth.services.bill import AsksError, bill
from troth.services.resume_paid import resume_paid
from troth.services.suspend_overdue import suspend_overdue


def by_night(*, at: datetime) -> None:
    """See to what is paid, and to what is overdue; then invoice what is due today,
    and ask about the VAT numbers of whoever is invoiced tomorrow.

    What waits for a yes stands in the inbox.
    """
    today = day_at(at)
    resume_paid(at=at)
    dun(on=today, at=at)
    suspend_overdue(on=today, at=at)
    with suppress(AsksError):
        bill(on=today, at=at)
    ask_ahead(on=today, at=at)
