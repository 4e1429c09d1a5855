"""Have the invoices of an account due in as many days as were agreed with it."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.billing.events import PAY_DAYS
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def set_pay_days(
    account: Account, days: int | None, because: str, *, at: datetime, by: Person
) -> None:
    """Invoices that are issued from now on are due then; None: as everybody's.

    because: why it was agreed. The same again changes nothing.
    """
    account = lock_or_refuse(account)
    if (account.pay_days, account.pay_days_because) == (days, because):
        return
    account.pay_days, account.pay_days_because = days, because
    account.save(update_fields=["pay_days", "pay_days_because"])
    log(account, gettext_noop("days to pay changed"), at=at, person=by)
    note(PAY_DAYS, "keep.invoice", at=at, subject=account.pseudonym, counts={"days": days})
