"""Pay back what is due to a customer who has withdrawn from a contract."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.owed import balance
from troth.billing.refund import left_of_payment, refund
from troth.core.conflicts import act
from troth.services.locked import NotNowError
from troth.services.models import Cancellation

# No invoice takes what is to be paid back by itself: it goes back the way it came, unless its
# customer says otherwise (Art. 13).
SET_ASIDE = """
    SELECT c.account_id, c.refund AS amount, (
        SELECT t.currency FROM services_term t WHERE t.service_id = c.service_id
        ORDER BY t.starts DESC, t.id DESC LIMIT 1
    ) AS currency
    FROM services_cancellation c WHERE c.refund > 0 AND c.refunded_at IS NULL
"""


def to_pay_back() -> QuerySet[Cancellation]:
    """Withdrawals of which something is still to be paid back."""
    return Cancellation.objects.filter(refund__gt=0, refunded_at=None)


def left_to_pay_back(withdrawal: Cancellation) -> int:
    """What of it its customer has not used otherwise meanwhile, in minor units."""
    currency = withdrawal.service.terms.latest("starts", "pk").currency
    there = balance(withdrawal.account, currency) if withdrawal.account else 0
    return min(withdrawal.refund, there)


@act
def pay_back(withdrawal: Cancellation, *, at: datetime) -> None:
    """Enter that it was paid back, the way the money came, the latest payments first.

    What the customer has used of their balance meanwhile is not paid once more. Raises NotNowError
    where their payments were not as much.
    """
    account = lock_or_refuse(withdrawal.account)
    found = Cancellation.objects.select_for_update().get(pk=withdrawal.pk)
    if found.refunded_at:
        return
    currency = found.service.terms.latest("starts", "pk").currency
    left = left_to_pay_back(found)
    payments = account.payments.filter(currency=currency, refunds=None, amount__gt=0)
    for payment in payments.order_by("-received_at", "-pk"):
        if (amount := min(left, left_of_payment(payment))) > 0:
            refund(payment, amount, at=at)
            left -= amount
    if left:
        raise NotNowError(
            _("Less than that was paid by this customer. Pay it back on the page of the account.")
        )
    found.refunded_at = at
    found.save(update_fields=["refunded_at"])
