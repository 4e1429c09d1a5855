"""Take a payment off an invoice that it was put on by mistake."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.billing.events import UNDONE
from troth.billing.models import Invoice, Payment, Posting, Transaction
from troth.billing.post import Leg, post
from troth.billing.refund import paid_by, refuse_more_than
from troth.core.conflicts import act
from troth.publishing.evidence import note

Ledger = Posting.Ledger


@act
def reverse(payment: Payment, invoice: Invoice, *, at: datetime, amount: int | None = None) -> None:
    """Put what a payment has paid of an invoice to the customer's balance; the invoice owes again.

    It stays there until the night, which pays with it what is due first. amount: minor units,
    without a word all of it. Raises TrothError for more than the payment has paid of this invoice.
    """
    account = lock_or_refuse(payment.account) if payment.account else None
    paid = paid_by(payment).get(invoice, 0)
    amount = paid if amount is None else amount
    refuse_more_than(paid if account else 0, amount)
    post(
        Transaction.Kind.CORRECTION,
        [
            Leg(Ledger.RECEIVABLE, amount, invoice=invoice, payment=payment),
            Leg(Ledger.CREDIT, -amount, payment=payment),
        ],
        currency=payment.currency,
        account=account,
        at=at,
    )
    subject = account.pseudonym if account else None
    note(UNDONE, "keep.payment", at=at, subject=subject, counts={"entries": 1})
