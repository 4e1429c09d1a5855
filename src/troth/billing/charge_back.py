"""Note that the bank has taken a payment back, which the customer disputes."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.billing.events import CHARGED_BACK
from troth.billing.irregular import find_irregular
from troth.billing.models import Irregularity, Payment, Posting, Transaction
from troth.billing.owed import balance
from troth.billing.post import Leg, post
from troth.billing.refund import back_payment, left_of_payment, paid_by, refuse_more_than
from troth.core.conflicts import act
from troth.publishing.evidence import note

Ledger = Posting.Ledger


@act
def charge_back(
    payment: Payment, *, at: datetime, amount: int | None = None, key: str | None = None
) -> Irregularity:
    """Take `amount` (minor units) of a payment out of the cash again, or all that is left of it.

    What it has paid is owed again, and the rest leaves the balance; what the balance no longer has
    is entered as disputed. The irregularity stays open until the bank has decided
    (`decide_dispute`). key: what the dispute is called where it came from. Raises TrothError for
    more than is left of the payment, and for one that belongs to nobody any more.
    """
    account = lock_or_refuse(payment.account) if payment.account else None
    left = left_of_payment(payment) if account else 0
    amount = left if amount is None else amount
    refuse_more_than(left, amount)
    assert account
    back = back_payment(payment, amount, at=at, key=key)
    legs, rest = [Leg(Ledger.CASH, -amount, part=payment.method, payment=back)], amount
    for invoice, paid in paid_by(payment).items():
        again = min(rest, paid)
        legs.append(Leg(Ledger.RECEIVABLE, again, invoice=invoice, payment=back))
        rest -= again
    from_balance = min(rest, max(balance(account, payment.currency), 0))
    post(
        Transaction.Kind.CHARGEBACK,
        [
            *legs,
            Leg(Ledger.CREDIT, from_balance, payment=back),
            Leg(Ledger.DISPUTED, rest - from_balance, payment=back),
        ],
        currency=payment.currency,
        account=account,
        at=at,
        key=f"payment {back.pk}",
    )
    note(CHARGED_BACK, "keep.payment", at=at, subject=account.pseudonym, counts={"payments": 1})
    return find_irregular(account, Irregularity.Kind.DISPUTE, at=at, payment=back)
