"""Pay a payment back, in part or whole."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.events import REFUNDED
from troth.billing.models import Invoice, Payment, Posting, Transaction
from troth.billing.owed import aside, at_hand
from troth.billing.post import Leg, from_balance, post
from troth.billing.tell_payment import What, tell_payment
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

Ledger = Posting.Ledger


@act
def refund(
    payment: Payment,
    amount: int,
    *,
    at: datetime,
    reopen: Mapping[Invoice, int] | None = None,
    key: str | None = None,
    sent: bool = False,
    mistaken: bool = False,
    set_aside: int | None = None,
    method: str = "",
) -> Payment:
    """Pay `amount` (minor units) of a payment back, by the way it came; the payment that does.

    It comes from the customer's balance, first of what is set aside there, but for what it has paid
    of the invoices in `reopen`, which owe that again. What belongs to nobody any more comes from
    those alone. key: what the refund is called where it is made; the same is never made twice.
    sent: whether the money has gone, or never came; what goes back by transfer otherwise waits.
    mistaken: the payment was somebody else's, and its customer is told so. set_aside: how much of
    it comes from what is set aside, where it was reserved until now (`release`): that has gone,
    whoever has been erased since, and whatever the bank has taken back. method: by which way it
    goes, where that is another than it came by. Raises TrothError for a key that is known, and for
    more than is left of the payment, than the balance has, or than it has paid of an invoice.
    """
    reopen = reopen or {}
    was_reserved = set_aside is not None
    if payment.account is None and not was_reserved and sum(reopen.values()) != amount:
        raise TrothError(_("This payment no longer belongs to anyone; nothing was paid back."))
    account = lock_or_refuse(payment.account) if payment.account else None
    if account is None:
        Payment.objects.select_for_update().get(pk=payment.pk)
    if not was_reserved:
        refuse_more_than(left_of_payment(payment), amount)
    paid = paid_by(payment)
    for invoice, again in reopen.items():
        refuse_more_than(paid.get(invoice, 0), again)
    refuse_more_than(amount, sum(reopen.values()), least=0)
    rest = amount - sum(reopen.values())
    if account and rest > at_hand(account, payment.currency):
        raise TrothError(_("The balance is lower than that; nothing was paid back."))
    waits = min(rest, aside(account, payment.currency)) if account else set_aside or 0
    if set_aside is not None:
        waits = min(waits, set_aside)
    back = back_payment(payment, amount, at=at, key=key, sent=sent, method=method)
    post(
        Transaction.Kind.REFUND,
        [
            Leg(Ledger.CASH, -amount, part=back.method, payment=back),
            *(Leg(Ledger.RECEIVABLE, n, invoice=i, payment=back) for i, n in reopen.items()),
            *from_balance(rest, set_aside=waits, payment=back),
        ],
        currency=payment.currency,
        account=account,
        at=at,
        key=f"payment {back.pk}",
    )
    subject = account.pseudonym if account else None
    note(REFUNDED, "keep.payment", at=at, subject=subject, counts={"payments": 1})
    goes = What.GOES_BACK if back.method == payment.method else What.GOES_OTHERWISE
    went = What.WENT_BACK if sent else goes
    tell_payment(back, What.MISTAKEN if mistaken else went, at=at)
    return back


def left_of_payment(payment: Payment) -> int:
    """What has not been paid back of a payment, nor taken back by the bank, in minor units."""
    back = payment.refunded.filter(taken_back_at=None).aggregate(sum=Sum("amount"))["sum"]
    return max(0, payment.amount + (back or 0))  # it may have gone by both at once


def paid_by(payment: Payment) -> dict[Invoice, int]:
    """What of which invoice a payment pays, less what it has paid back."""
    found = (
        Posting.objects.filter(
            Q(payment=payment) | Q(payment__refunds=payment),
            ledger=Ledger.RECEIVABLE,
            invoice__isnull=False,
        )
        .order_by("invoice")
        .values_list("invoice")
        .annotate(sum=Sum("amount"))
    )
    sums = {key: -amount for key, amount in found if key is not None and amount < 0}
    invoices = Invoice.objects.in_bulk(sums)
    return {invoices[key]: amount for key, amount in sums.items()}


def reopened(payment: Payment, amount: int) -> dict[Invoice, int]:
    """What which invoice owes again where so much (minor units) of its payment goes back."""
    found = {}
    for invoice, paid in paid_by(payment).items():
        if again := min(amount, paid):
            found[invoice] = again
            amount -= again
    return found


def back_payment(
    payment: Payment, amount: int, *, at: datetime, key: str | None, sent: bool, method: str = ""
) -> Payment:
    """The row of money that goes back the way a payment came, or by `method`. Raises TrothError for
    a known key."""
    if key and Payment.objects.filter(key=key).exists():
        raise TrothError(_("This has already been paid back; nothing was changed."))
    return Payment.objects.create(
        account=payment.account,
        received_at=at,
        currency=payment.currency,
        amount=-amount,
        method=method or payment.method,
        payer=payment.payer,
        reference=payment.reference,
        refunds=payment,
        key=key,
        sent_at=at if sent else None,
    )


def refuse_more_than(most: int, amount: int, *, least: int = 1) -> None:
    """Raise TrothError for an amount (minor units) that is not between `least` and `most`."""
    if not least <= amount <= most:
        raise TrothError(_("Less than that is left; nothing was changed."))
