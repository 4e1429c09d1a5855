"""Take a payment out of the books again, so that what it paid is owed anew."""

from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.events import TAKEN_BACK
from troth.billing.models import Invoice, Payment, Posting, Transaction
from troth.billing.post import Leg, post
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note


@act
def take_back(payment: Payment, kind: Transaction.Kind, *, at: datetime) -> Payment:
    """Enter the opposite of all that was entered for a payment; the payment that says so.

    kind: why, such as a chargeback. What was left to the customer's credit is taken from it, even
    where it has been used since, and they owe it then. Raises TrothError where it was done before.
    """
    account = lock_or_refuse(payment.account) if payment.account else None
    if payment.amount <= 0 or payment.refunded.exists():
        raise TrothError(_("This payment has been paid back already; nothing was changed."))
    back = Payment.objects.create(
        account=account,
        received_at=at,
        currency=payment.currency,
        amount=-payment.amount,
        method=payment.method,
        payer=payment.payer,
        reference=payment.reference,
        refunds=payment,
        key=f"back {payment.pk}",
    )
    entered = list(
        Posting.objects.filter(payment=payment)
        .order_by()
        .values_list("ledger", "part", "invoice")
        .annotate(sum=Sum("amount"))
    )
    invoices = Invoice.objects.in_bulk([invoice for _ledger, _part, invoice, _sum in entered])
    post(
        kind,
        [
            Leg(
                Posting.Ledger(ledger),
                -amount,
                part=part,
                invoice=invoices.get(invoice or 0),
                payment=back,
            )
            for ledger, part, invoice, amount in entered
        ],
        currency=payment.currency,
        account=account,
        at=at,
        key=f"payment {back.pk}",
    )
    subject = account.pseudonym if account else None
    note(TAKEN_BACK, "keep.payment", at=at, subject=subject, counts={"payments": 1})
    return back
