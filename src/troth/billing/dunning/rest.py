"""Have dunning rest for a customer, as staff have agreed with them."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.billing.events import DUNNING_RESTS
from troth.billing.models import DunningRest, Invoice
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.publishing.evidence import note


@act
def rest(
    account: Account,
    reason: str,
    *,
    at: datetime,
    invoice: Invoice | None = None,
    until: date | None = None,
) -> DunningRest:
    """Take no step of dunning for an account, or one invoice of it, before a day, if there is one.

    What was missed meanwhile is made up for. Said again, it rests for the new reason until the new
    day. Raises TrothError for a day that is not to come.
    """
    account = lock_or_refuse(account)
    if until and until <= day_at(at):
        raise TrothError(_("Choose a day in the future."))
    told = {"reason": reason, "until": until}
    same = DunningRest.objects.resting(day_at(at)).filter(account=account, invoice=invoice)
    if found := same.first():
        if (found.reason, found.until) == (reason, until):
            return found
        same.update(**told)
        found.refresh_from_db()
        made = found
    else:
        made = DunningRest.objects.create(account=account, invoice=invoice, since=at, **told)
    note(DUNNING_RESTS, at=at, subject=account.pseudonym, counts={"invoices": int(bool(invoice))})
    return made
