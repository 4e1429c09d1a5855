"""Take a payment out of the books again, so that what it paid is owed anew."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.billing.events import TAKEN_BACK
from troth.billing.models import Payment, Posting, Transaction
from troth.billing.owed import aside, at_hand
from troth.billing.post import Leg, from_balance, post
from troth.billing.refund import back_payment, left_of_payment, refuse_more_than, reopened
from troth.billing.tell_payment import What, tell_payment
from troth.core.conflicts import act
from troth.publishing.evidence import note

Ledger = Posting.Ledger


@act
def take_back(
    payment: Payment,
    kind: Transaction.Kind,
    *,
    at: datetime,
    amount: int | None = None,
    key: str | None = None,
) -> Payment:
    """Take `amount` (minor units) of a payment out of the cash, or all that is left of it; the
    payment that says so.

    kind: why, such as a chargeback. What it has paid is owed again, and the rest leaves the
    customer's balance, last of what is set aside there; what it no longer has, or is on its way
    back, they owe as disputed. key: what this is called where it came from. Raises TrothError for
    more than is left, as where it was done before.
    """
    account = lock_or_refuse(payment.account) if payment.account else None
    left = left_of_payment(payment)
    amount = left if amount is None else amount
    refuse_more_than(left, amount)
    again = reopened(payment, amount)
    back = back_payment(payment, amount, at=at, key=key, sent=True)
    rest = amount - sum(again.values())
    has = max(at_hand(account, payment.currency), 0) if account else 0
    waits = aside(account, payment.currency) if account else 0
    taken = min(rest, has)
    post(
        kind,
        [
            Leg(Ledger.CASH, -amount, part=payment.method, payment=back),
            *(Leg(Ledger.RECEIVABLE, n, invoice=i, payment=back) for i, n in again.items()),
            *from_balance(taken, set_aside=max(0, taken - (has - waits)), payment=back),
            Leg(Ledger.DISPUTED, rest - taken, payment=back),
        ],
        currency=payment.currency,
        account=account,
        at=at,
        key=f"payment {back.pk}",
    )
    subject = account.pseudonym if account else None
    note(TAKEN_BACK, "keep.payment", at=at, subject=subject, counts={"payments": 1})
    tell_payment(back, What.TAKEN_BACK, at=at)
    return back
