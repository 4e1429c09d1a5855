"""Note that the bank has taken a payment back, which the customer disputes."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.billing.irregular import find_irregular
from troth.billing.models import Irregularity, Payment, Transaction
from troth.billing.take_back import take_back
from troth.core.conflicts import act
from troth.core.errors import TrothError


@act
def charge_back(
    payment: Payment, *, at: datetime, amount: int | None = None, key: str | None = None
) -> Irregularity:
    """Take a payment back, or `amount` of it (minor units), for as long as it is disputed.

    See `take_back`. The irregularity stays open until the bank has decided (`decide_dispute`).
    Raises TrothError for more than is left of the payment, and for one of nobody.
    """
    if payment.account is None:
        raise TrothError(_("This payment no longer belongs to anyone; nothing was changed."))
    back = take_back(payment, Transaction.Kind.CHARGEBACK, at=at, amount=amount, key=key)
    return find_irregular(payment.account, Irregularity.Kind.DISPUTE, at=at, payment=back)
