"""Book what a gateway has paid back, though nobody here had it do so."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.billing.models import Payment
from troth.billing.owed import balance
from troth.billing.refund import refund, reopened
from troth.core.conflicts import act
from troth.gateways.book_fee import book_fee
from troth.gateways.gateway import Gateway, Outcome, Standing
from troth.gateways.keys import payment_key
from troth.gateways.models import Asks
from troth.gateways.unclear import UnclearError

_STILL_OPEN = {Outcome.OPEN, Outcome.UNDERWAY, Outcome.ASKED}


@act
def book_refund(gateway: str, of: Gateway, said: Standing, *, at: datetime) -> Asks | None:
    """Take out of the books what went back at the gateway; why a person has to look at it.

    What began here is in the books already, by our key, and is sent with this. What began there
    comes from the customer's balance, and what that does not have, from the invoices that the
    payment has paid: they owe it again, which a person has to look at. Told twice it is booked
    once. Raises UnclearError where the payment is not known yet.
    """
    if said.outcome in _STILL_OPEN:
        return None
    key = payment_key(gateway, said.reference)
    known = Payment.objects.select_for_update(of=("self",)).filter(amount__lt=0)
    back = known.filter(key__in=[key, said.key] if said.key else [key]).first()
    if said.outcome is Outcome.DECLINED:
        return Asks.FAILED if back else None
    if back:
        if back.sent_at is None:
            Payment.objects.filter(pk=back.pk).update(sent_at=at)
        return None
    payment = Payment.objects.filter(key=payment_key(gateway, said.of)).first()
    if payment is None:
        raise UnclearError
    if said.payee != of.payee:
        return Asks.PAYEE
    if said.currency != payment.currency:
        return Asks.CURRENCY
    account = lock_or_refuse(payment.account) if payment.account else None
    has = max(balance(account, payment.currency), 0) if account else 0
    owed_again = reopened(payment, said.amount - min(has, said.amount))
    refund(payment, said.amount, at=at, reopen=owed_again, key=key, sent=True)
    book_fee(gateway, key, said.fee, said.currency, at=at)
    return Asks.REOPENED if owed_again else None
