"""Undo what was done with a line, so that it waits again."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.bank.book import book
from troth.bank.events import UNDONE
from troth.bank.models import BankLine
from troth.bank.settle_payout import lose_payout
from troth.billing.models import Irregularity, Payment
from troth.billing.refund import left_of_payment, paid_by, refund
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note


@act
def undo(line: BankLine, *, at: datetime) -> None:
    """Take a line's payment out of the books, or let it be dismissed no more.

    A refund that it was taken for waits to be sent once more. Raises TrothError for a line that
    waits, for a return, which really went back, and for money that has been used since.
    """
    found = BankLine.objects.select_for_update(of=("self",)).select_related("payment__account")
    line = found.get(pk=line.pk)
    if line in BankLine.objects.waiting():
        raise TrothError(_("There is nothing to undo about this line."))
    is_payout = lose_payout(line, at=at)
    payment, subject = line.payment, line.account.pseudonym if line.account else None
    went_back = line.amount < 0 and payment is not None and payment.key == f"bank {line.pk}"
    if line.settled_at and not is_payout and (payment is None or went_back):
        raise TrothError(_("What was sent back cannot be undone. Enter the payment again."))
    if payment and line.amount < 0:
        Payment.objects.filter(pk=payment.pk).update(sent_at=None)
    elif payment:
        left = left_of_payment(payment)
        refund(payment, left, at=at, reopen=paid_by(payment), sent=True, mistaken=True)
        # The line may become a payment once more.
        Payment.objects.filter(pk=payment.pk).update(key=None)
    book(line, 0, at=at)
    # It may be asked about once more as well.
    Irregularity.objects.filter(bank_line=line.pk).update(bank_line=None)
    line.account = line.payment = line.settled_at = line.dismissed_at = None
    line.dismissed_why = ""
    line.save(update_fields=["account", "payment", "settled_at", "dismissed_at", "dismissed_why"])
    note(UNDONE, "keep.bank-line", at=at, subject=subject, counts={"line": line.pk})
