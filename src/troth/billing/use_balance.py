"""Pay an invoice with what the customer has to their credit."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.awaited import awaited
from troth.billing.events import BALANCE_USED
from troth.billing.models import Invoice, Posting, Transaction
from troth.billing.owed import aside, at_hand, owed
from troth.billing.post import Leg, from_balance, post
from troth.billing.refund import refuse_more_than
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note
from troth.wall.enter import beyond_wall

Ledger = Posting.Ledger


@act
def use_balance(
    invoice: Invoice, amount: int | None = None, *, at: datetime, by_customer: bool = False
) -> int:
    """Pay `amount` (minor units) of an invoice from the balance; how much that was.

    Without an amount as much as is owed, and as the balance has. The customer may do so behind the
    second wall, and alone may use what is set aside to be paid to them, which is used last
    (Directive 2011/83/EU Art. 13(1)); what is on its way back, nobody. Raises TrothError for more,
    where there is nothing, and while its money is on its way: it would be paid twice.
    """
    with beyond_wall():
        account = lock_or_refuse(invoice.account) if invoice.account else None
        if account and invoice.pk in awaited([account.pk]):
            raise TrothError(
                _("This invoice is being paid; the money is on its way. Nothing was changed.")
            )
        has = at_hand(account, invoice.currency) if account else 0
        waits = aside(account, invoice.currency) if account else 0
        most = min(owed(invoice), has if by_customer else has - waits)
        amount = most if amount is None else amount
        refuse_more_than(most, amount)
        post(
            Transaction.Kind.APPLIED,
            [
                Leg(Ledger.RECEIVABLE, -amount, invoice=invoice),
                *from_balance(amount, set_aside=max(0, amount - (has - waits))),
            ],
            currency=invoice.currency,
            account=account,
            at=at,
        )
        subject = account.pseudonym if account else None
        note(BALANCE_USED, "keep.invoice", at=at, subject=subject, counts={"invoices": 1})
        return amount
