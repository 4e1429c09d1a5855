"""Take back the payment that the bank, or we, sent back."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from troth.bank.locked import waiting_or_refuse
from troth.bank.models import BankLine
from troth.bank.question import answer
from troth.billing.charge_back import charge_back
from troth.billing.models import Payment
from troth.billing.owed import at_hand
from troth.billing.refund import left_of_payment, refund, refuse_more_than, reopened
from troth.core.conflicts import act
from troth.core.errors import TrothError


@act
def send_back(line: BankLine, payment: Payment, *, at: datetime) -> Payment:
    """Settle a line by which money went out with the payment that it returns, whole or in part,
    whose invoices are owed again; what the balance has no more of it is entered as disputed.

    Raises TrothError for more than is left of the payment, for another currency, and for what the
    balance of a customer who is gone would have to give.
    """
    line = waiting_or_refuse(line)
    if line.currency != payment.currency:
        raise TrothError(_("A payment goes back in its own currency."))
    amount, name, account = -line.amount, f"bank {line.pk}", payment.account
    refuse_more_than(left_of_payment(payment), amount)
    again = reopened(payment, amount)
    if account and amount - sum(again.values()) > at_hand(account, line.currency):
        # What was to their credit is used meanwhile.
        charge_back(payment, at=at, amount=amount, key=name)
    else:
        refund(payment, amount, at=at, reopen=again, key=name, sent=True)
    back = payment.refunded.get(key=name)
    line.account, line.payment, line.settled_at = account, back, at
    line.save(update_fields=["account", "payment", "settled_at"])
    answer(line, at=at)
    return back


def returned(line: BankLine) -> Payment | None:
    """The payment that a line returns, where exactly one has its amount, and its end-to-end
    reference, its name at the bank, or its payer's account."""
    same = Q(pk=None)
    for column in ("end_to_end_id", "bank_id", "party_iban"):
        if value := getattr(line, column):
            same |= Q(**{column: value})
    settled = BankLine.objects.filter(
        same,
        bank_account=line.bank_account,
        amount=-line.amount,
        payment__account__isnull=False,
        payment__refunded=None,
        booked_on__lte=line.booked_on,
    )
    found = list(settled.select_related("payment", "payment__account")[:2])
    return found[0].payment if len(found) == 1 else None
