"""A customer pays otherwise what is announced to be collected."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.core.conflicts import act
from troth.core.day import day
from troth.core.errors import TrothError
from troth.gateways.models import PaymentAttempt
from troth.gateways.sepa.drop import drop, waiting
from troth.gateways.sepa.models import Collection


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
            "Our bank collects this by direct debit on %(day)s, and that can no longer be stopped. "
            "If the debit is returned, we will tell you, and you can pay here."
        )
        % values
    )
