"""Pay a payment back by the gateway through which it came."""

from datetime import datetime
from uuid import uuid4

from django.db.models import Sum
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.billing.models import Payment
from troth.billing.owed import balance
from troth.billing.refund import left_of_payment, paid_by, refuse_more_than
from troth.calls.ask import ask
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.events import REFUND_ASKED
from troth.gateways.installed import gateways
from troth.gateways.models import PaymentAttempt
from troth.publishing.evidence import note


@act
def pay_back(payment: Payment, amount: int, *, at: datetime, reopen: bool = False) -> bool:
    """Have the gateway pay `amount` (minor units) of a payment back, by the way it came; whether it
    came through a gateway that is switched on.

    It is in the books once the gateway says that it did. reopen: what the payment has paid is owed
    again; else it comes from the balance. What the gateway refuses, staff see among what gateways
    told. Raises TrothError for more than is left of the payment, or can be taken from there, and
    while it is being paid back already.
    """
    if payment.method not in gateways():
        return False
    account = lock_or_refuse(payment.account) if payment.account else None
    if account is None:
        raise TrothError(_("This payment belongs to nobody any more; nothing was paid back."))
    refuse_more_than(can_go_back(payment, reopen=reopen), amount)
    if payment.refund_attempts.filter(ended_at=None).exists():
        raise TrothError(_("The gateway is already paying some of it back; wait for that first."))
    attempt = PaymentAttempt.objects.create(
        account=account,
        refunds=payment,
        reopens=reopen,
        gateway=payment.method,
        key=uuid4().hex,
        amount=amount,
        currency=payment.currency,
        started_at=at,
    )
    ask("gateway", attempt.gateway, "refund", attempt, key=f"refund {attempt.key}", at=at)
    note(REFUND_ASKED, "keep.payment", at=at, subject=account.pseudonym, counts={"payments": 1})
    return True


def can_go_back(payment: Payment, *, reopen: bool) -> int:
    """What of a payment is left to be paid back, in minor units: of what it has paid, or else of
    what its customer has to their credit."""
    left = left_of_payment(payment)
    if reopen:
        return min(left, sum(paid_by(payment).values()))
    return min(left, balance(payment.account, payment.currency)) if payment.account else 0


def going_back(account: Account, currency: str) -> int:
    """What gateways are just paying back from a customer's balance, in minor units."""
    asked = PaymentAttempt.objects.filter(
        account=account, currency=currency, refunds__isnull=False, reopens=False, ended_at=None
    )
    return int(asked.aggregate(sum=Sum("amount", default=0))["sum"])
