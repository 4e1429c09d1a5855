"""What is announced to be collected of an invoice, and how a customer pays it otherwise."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.models import Invoice
from troth.core.conflicts import act
from troth.core.day import day
from troth.core.errors import TrothError
from troth.gateways.models import PaymentAttempt
from troth.gateways.sepa.drop import drop, waiting
from troth.gateways.sepa.models import Collection


def announced(invoice: Invoice) -> Collection | None:
    """The direct debit that is under way of an invoice; `file` is none till a bank knows of it."""
    open_ = Collection.objects.filter(invoice=invoice, ended_at=None)
    mine = open_.filter(attempt__isnull=False, attempt__ended_at=None)
    return mine.select_related("attempt__method").first()


@act
def pay_otherwise(attempt: PaymentAttempt, *, at: datetime) -> None:
    """Not collect what is announced by an attempt, as its customer pays in another way.

    Raises TrothError where the bank has been told: then it would be paid twice.
    """
    if attempt.account:
        lock_or_refuse(attempt.account)
    mine = Collection.objects.filter(attempt=attempt)
    if drop(waiting().filter(attempt=attempt), at=at) or not mine.filter(ended_at=None).exists():
        return
    values = {"day": day(mine.get().collect_on)}
    raise TrothError(
        _(
            "Our bank collects this on %(day)s by direct debit, and cannot be stopped any more. If "
            "it comes back, we tell you, and you can pay here."
        )
        % values
    )
