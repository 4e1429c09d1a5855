"""Give up what an invoice still owes."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.events import WRITTEN_OFF
from troth.billing.models import Invoice, Posting, Transaction
from troth.billing.owed import owed
from troth.billing.post import Leg, post
from troth.billing.refund import refuse_more_than
from troth.billing.tell import tell
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.core.money import money
from troth.publishing.evidence import note

Ledger = Posting.Ledger


@act
def write_off(invoice: Invoice, amount: int | None = None, *, at: datetime) -> int:
    """Write off `amount` (minor units) of what is owed of an invoice, or all; how much that was.

    Also of an invoice that belongs to nobody any more. Raises TrothError for more than is owed, and
    for a credit note.
    """
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        raise TrothError(_("Nothing is owed on a credit note."))
    account = lock_or_refuse(invoice.account) if invoice.account else None
    if account is None:
        Invoice.objects.select_for_update().get(pk=invoice.pk)
    most = owed(invoice)
    amount = most if amount is None else amount
    refuse_more_than(most, amount)
    post(
        Transaction.Kind.WRITE_OFF,
        [Leg(Ledger.RECEIVABLE, -amount, invoice=invoice), Leg(Ledger.WRITE_OFFS, amount)],
        currency=invoice.currency,
        account=account,
        at=at,
    )
    subject = account.pseudonym if account else None
    note(WRITTEN_OFF, "keep.invoice", at=at, subject=subject, counts={"invoices": 1})
    told = (invoice, amount, most - amount)
    tell(account, lambda: _words(*told), at=at)
    return amount


def _words(invoice: Invoice, amount: int, left: int) -> tuple[str, str]:
    values = {
        "number": invoice.number,
        "amount": money(amount, invoice.currency),
        "left": money(left, invoice.currency),
    }
    words = [_("You no longer have to pay %(amount)s of invoice %(number)s.")]
    words.append(_("%(left)s is still to be paid.") if left else _("Nothing is left to pay."))
    return _("You owe less on invoice %(number)s") % values, " ".join(words) % values
