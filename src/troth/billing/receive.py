"""Take in a customer's money, and pay with it what they owe."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.billing.awaited import awaited
from troth.billing.events import RECEIVED
from troth.billing.models import Invoice, Payment, Posting, Transaction
from troth.billing.owed import owed_by
from troth.billing.post import Leg, post
from troth.billing.tell_payment import What, tell_payment
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

Ledger = Posting.Ledger


class ReceivedError(TrothError):
    """This payment has been taken in before."""


@act
def receive(
    account: Account | None,
    amount: int,
    currency: str,
    *,
    at: datetime,
    method: str,
    key: str | None = None,
    payer: str = "",
    reference: str = "",
    allocate: Mapping[Invoice, int] | None = None,
    unclaimed: bool = False,
) -> Payment:
    """Take in `amount` (minor units of `currency`) from a customer; what it pays is in the books.

    key: what the payment is called where it came from; the same is never taken in twice.
    allocate: how much of it goes to which invoice. With the rest, or all, the open invoices in its
    currency are paid, the one due first before the others, but none whose money is on its way.
    What is left stays to the customer's credit. Of an account that has been erased, which is None,
    it pays invoices and nothing is left, unless it may be `unclaimed`: it is then among the
    balances of erased customers.
    Raises ReceivedError for a key that is known, and TrothError for an amount that is not above
    zero, for more than an invoice owes, or for one of another account or currency.
    """
    if amount <= 0:
        raise TrothError(_("A payment must be more than zero."))
    account = lock_or_refuse(account) if account else None
    if account is None:
        _lock(allocate or {})
        if not unclaimed:
            _nothing_left(amount, allocate or {})
    if key and Payment.objects.filter(key=key).exists():
        raise ReceivedError(_("This payment has already been entered; nothing was changed."))
    allocated = _allocated(account, amount, currency, allocate or {})
    payment = Payment.objects.create(
        account=account,
        received_at=at,
        currency=currency,
        amount=amount,
        method=method,
        payer=payer,
        reference=reference,
        key=key,
    )
    rest = amount - sum(allocated.values())
    post(
        Transaction.Kind.PAYMENT,
        [
            Leg(Ledger.CASH, amount, part=method, payment=payment),
            *(
                Leg(Ledger.RECEIVABLE, -paid, invoice=invoice, payment=payment)
                for invoice, paid in allocated.items()
            ),
            Leg(Ledger.CREDIT, -rest, payment=payment),
        ],
        currency=currency,
        account=account,
        at=at,
        key=f"payment {payment.pk}",
    )
    subject = account.pseudonym if account else None
    note(RECEIVED, "keep.payment", at=at, subject=subject, counts={"payments": 1})
    tell_payment(payment, What.CAME, at=at)
    return payment


def _nothing_left(amount: int, wanted: Mapping[Invoice, int]) -> None:
    """Refuse what would be to nobody's credit."""
    if sum(wanted.values()) != amount:
        raise TrothError(
            _(
                "This customer has been erased; no more than what is owed can be booked. Send the "
                "rest back."
            )
        )


def _lock(wanted: Mapping[Invoice, int]) -> None:
    """Lock the invoices, as no account can be."""
    list(Invoice.objects.select_for_update().filter(pk__in=[i.pk for i in wanted]).order_by("pk"))


def _allocated(
    account: Account | None, amount: int, currency: str, wanted: Mapping[Invoice, int]
) -> dict[Invoice, int]:
    """How much of an amount goes to which invoice: as is wanted, and then to what is due first."""
    owed, owner = owed_by(wanted), account.pk if account else None
    for invoice, paid in wanted.items():
        if invoice.account_id != owner or invoice.currency != currency:
            raise TrothError(
                _("Invoice %(number)s belongs to another customer, or is in another currency.")
                % {"number": invoice.number}
            )
        if not 0 < paid <= owed.get(invoice.pk, 0):
            raise TrothError(
                _("Less than that is owed on invoice %(number)s.") % {"number": invoice.number}
            )
    rest = amount - sum(wanted.values())
    if rest < 0:
        raise TrothError(_("More would be paid than has been received."))
    found = dict(wanted)
    if not rest or account is None:
        return found
    open_ = Invoice.objects.with_owed().filter(account=account, owed__gt=0, currency=currency)
    for invoice in open_.exclude(pk__in=awaited([account.pk])).order_by("due_on", "pk"):
        had = found.get(invoice, 0)
        if paid := min(rest, invoice.owed - had):
            found[invoice] = had + paid
            rest -= paid
    return found
