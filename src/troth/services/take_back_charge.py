"""Take back what was charged by hand, while it waits for an invoice."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.publishing import evidence
from troth.services.events import UNCHARGED
from troth.services.locked import NotNowError
from troth.services.log_step import log_step
from troth.services.models import Charge


@act
def take_back_charge(account: Account, key: int, *, at: datetime, by: Person) -> None:
    """Have one that waits not invoiced; key: of the charge.

    Raises NotNowError where it is on an invoice, or gone.
    """
    account = lock_or_refuse(account)
    gone, _each = waiting(account).filter(pk=key).delete()
    if not gone:
        raise NotNowError(_("This has already been invoiced or withdrawn."))
    log_step(account, gettext_noop("charge taken back"), at=at, person=by)
    evidence.note(UNCHARGED, "keep.service", at=at, subject=account.pseudonym)


def waiting(account: Account) -> QuerySet[Charge]:
    """What was charged to an account by hand, and is on no invoice yet."""
    return account.charges.filter(reason=Charge.Reason.OTHER, line=None)
