"""Pay a payment back by the gateway through which it came."""

from datetime import datetime
from uuid import uuid4

from django.db.models import Sum
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.models import Payment
from troth.billing.owed import at_hand
from troth.billing.refund import left_of_payment, paid_by, refuse_more_than
from troth.billing.reserve import reserve, reserved
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

    It is in the books once the gateway says that it did; until then what comes from the balance is
    kept for it. reopen: what the payment has paid is owed again; else it comes from the balance.
    What the gateway refuses, staff see among what gateways told. Raises TrothError for more than is
    left of the payment, or can be taken from there, and while it is being paid back already.
    """
    if payment.method not in gateways():
        return False
    account = lock_or_refuse(payment.account) if payment.account else None
    if account is None:
        raise TrothError(_("This payment no longer belongs to anyone; nothing was paid back."))
    refuse_more_than(can_go_back(payment, reopen=reopen), amount)
    if payment.refund_attempts.filter(ended_at=None).exists():
        raise TrothError(_("The gateway is already refunding some of it; wait for that first."))
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
    if not reopen:
        reserve(account, amount, payment.currency, key=attempt.key, at=at)
    ask("gateway", attempt.gateway, "refund", attempt, key=f"refund {attempt.key}", at=at)
    note(REFUND_ASKED, "keep.payment", at=at, subject=account.pseudonym, counts={"payments": 1})
    return True


def can_go_back(payment: Payment, *, reopen: bool) -> int:
    """What of a payment is left to be paid back, in minor units: of what it has paid, or else of
    what its customer has to their credit, and is not on its way back."""
    left = left_of_payment(payment)
    if reopen:
        return min(left, sum(paid_by(payment).values()))
    return min(left, at_hand(payment.account, payment.currency)) if payment.account else 0


def left_to_go_back(payment: Payment) -> int:
    """What is left of a payment, less what a gateway is just paying back of it, in minor units."""
    open_ = payment.refund_attempts.filter(ended_at=None)
    return left_of_payment(payment) - int(open_.aggregate(sum=Sum("amount", default=0))["sum"])


def may_go_back(attempt: PaymentAttempt) -> bool:
    """Whether the books still have what an attempt is to pay back."""
    assert attempt.refunds
    if reserved(attempt.key):
        return left_of_payment(attempt.refunds) >= attempt.amount
    return can_go_back(attempt.refunds, reopen=attempt.reopens) >= attempt.amount
