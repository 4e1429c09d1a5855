"""Take back the payment that the bank, or we, sent back."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from troth.bank.locked import waiting_or_refuse
from troth.bank.models import BankLine
from troth.billing.models import Payment, Transaction
from troth.billing.take_back import take_back
from troth.core.conflicts import act
from troth.core.errors import TrothError


@act
def send_back(line: BankLine, payment: Payment, *, at: datetime) -> Payment:
    """Settle a line by which money went out with the payment that it returns, whose invoices are
    owed again. Raises TrothError for another amount, and for a payment that was returned before.
    """
    line = waiting_or_refuse(line)
    if (line.amount, line.currency) != (-payment.amount, payment.currency):
        raise TrothError(_("The amounts differ. Choose the payment that was sent back whole."))
    back = take_back(payment, Transaction.Kind.CHARGEBACK, at=at)
    line.account, line.payment, line.settled_at = payment.account, back, at
    line.save(update_fields=["account", "payment", "settled_at"])
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
        payment__isnull=False,
        payment__refunded=None,
        booked_on__lte=line.booked_on,
    )
    found = list(settled.select_related("payment", "payment__account")[:2])
    return found[0].payment if len(found) == 1 else None
