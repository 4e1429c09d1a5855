"""Pay an invoice with what the customer has to their credit."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.billing.events import BALANCE_USED
from troth.billing.models import Invoice, Posting, Transaction
from troth.billing.owed import balance, owed
from troth.billing.post import Leg, post
from troth.billing.refund import refuse_more_than
from troth.core.conflicts import act
from troth.publishing.evidence import note
from troth.wall.enter import beyond_wall

Ledger = Posting.Ledger


@act
def use_balance(invoice: Invoice, amount: int | None = None, *, at: datetime) -> int:
    """Pay `amount` (minor units) of an invoice from the balance; how much that was.

    Without an amount as much as is owed, and as the balance has. The customer may do so behind the
    second wall. Raises TrothError for more than either, and where there is nothing of it.
    """
    with beyond_wall():
        account = lock_or_refuse(invoice.account) if invoice.account else None
        most = min(owed(invoice), balance(account, invoice.currency)) if account else 0
        amount = most if amount is None else amount
        refuse_more_than(most, amount)
        post(
            Transaction.Kind.APPLIED,
            [
                Leg(Ledger.RECEIVABLE, -amount, invoice=invoice),
                Leg(Ledger.CREDIT, amount),
            ],
            currency=invoice.currency,
            account=account,
            at=at,
        )
        subject = account.pseudonym if account else None
        note(BALANCE_USED, "keep.invoice", at=at, subject=subject, counts={"invoices": 1})
        return amount
