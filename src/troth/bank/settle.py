"""Take in the money of a line as a customer's payment."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.bank.locked import waiting_or_refuse
from troth.bank.models import BankLine
from troth.bank.question import answer
from troth.billing.models import Invoice, Payment
from troth.billing.owed import owed_by
from troth.billing.receive import receive
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.tax.models import Sign
from troth.tax.note_sign import note_sign


@act
def settle(
    line: BankLine,
    invoices: Sequence[Invoice] = (),
    *,
    at: datetime,
    account: Account | None = None,
) -> Payment:
    """Pay invoices with a line, in their order, as far as it goes; the rest, or all of it without
    invoices, pays what else the customer owes, and then is to their credit.

    account: whose it is, where no invoice says so. Invoices of a customer who has been erased are
    paid as well, but then nothing may be left. Raises TrothError for a line that is settled or
    dismissed, for money that went out, and for invoices of several customers, or in another
    currency.
    """
    line = waiting_or_refuse(line)
    owners = {invoice.account for invoice in invoices} | ({account} if account else set())
    if len(owners) != 1:
        raise TrothError(_("Choose invoices of one customer, or the customer."))
    [owner] = owners
    if line.amount <= 0:
        raise TrothError(_("This line brought no money in. Choose the payment that went back."))
    if any(invoice.currency != line.currency for invoice in invoices):
        raise TrothError(_("An invoice is paid in its own currency."))
    owed, rest = owed_by(invoices), line.amount
    allocate: dict[Invoice, int] = {}
    for invoice in invoices:
        if paid := min(rest, max(owed.get(invoice.pk, 0), 0)):
            allocate[invoice] = paid
            rest -= paid
    payment = receive(
        owner,
        line.amount,
        line.currency,
        at=at,
        method="transfer",
        key=f"bank {line.pk}",
        # Who has been erased is named in the line alone, until its time has come.
        payer=line.party if owner else "",
        reference=(line.reference or line.text)[:140] if owner else "",
        allocate=allocate,
    )
    if owner:
        note_sign(owner, Sign.Kind.BANK, line.party_iban[:2].upper(), at=at)
    line.account, line.payment, line.settled_at = owner, payment, at
    line.save(update_fields=["account", "payment", "settled_at"])
    answer(line, at=at)
    return payment
