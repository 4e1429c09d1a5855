"""Book that a payment is disputed at a gateway, and how that ended."""

from datetime import datetime

from troth.billing.charge_back import charge_back
from troth.billing.decide_dispute import decide_dispute
from troth.billing.models import Irregularity, Payment, Transaction
from troth.billing.refund import left_of_payment
from troth.billing.take_back import take_back
from troth.core.conflicts import act
from troth.gateways.book_fee import book_fee
from troth.gateways.gateway import Gateway, Standing, What
from troth.gateways.keys import payment_key
from troth.gateways.locked import lock_payment
from troth.gateways.models import Asks
from troth.gateways.unclear import UnclearError


@act
def book_dispute(
    gateway: str, of: Gateway, what: What, said: Standing, dispute: str, *, at: datetime
) -> Asks | None:
    """Take a disputed payment back, and close the dispute where it is decided; why a person has to
    look at it.

    said: of the payment, with how much is disputed and what that costs. dispute: its own reference.
    Where more is disputed than is left of the payment, as after a refund, that is taken back and
    held, and the rest is for a person. The decision may come first. Told twice it is booked once.
    Raises UnclearError where the payment is not known yet, and TrothError where nothing is left.
    """
    key = f"{payment_key(gateway, f'{dispute or said.reference}')} dispute"
    of_it = Payment.objects.filter(key=payment_key(gateway, said.reference))
    payment = of_it.select_related("account").first()
    if payment:
        lock_payment(payment)
    back = Payment.objects.filter(key=key).first()
    beyond = None
    if back is None:
        if payment is None:
            raise UnclearError
        if said.payee != of.payee:
            return Asks.PAYEE
        if said.currency != payment.currency:
            return Asks.CURRENCY
        amount = min(said.amount, left_of_payment(payment))
        beyond = Asks.BOOKS if said.amount > amount else None
        if payment.account:
            found = charge_back(payment, at=at, amount=amount, key=key)
            back = found.payment
        else:
            kind = Transaction.Kind.CHARGEBACK
            back = take_back(payment, kind, at=at, amount=amount, key=key)
    book_fee(gateway, key, said.fee, said.currency, at=at)
    irregularity = Irregularity.objects.filter(payment=back, kind="dispute").first()
    if irregularity is None:
        return Asks.LOST
    if what is What.DISPUTE:
        return beyond
    won = what is What.DISPUTE_WON
    if irregularity.resolved_at is None:
        decide_dispute(irregularity, won=won, at=at)
    elif won is not Payment.objects.filter(key=f"won {irregularity.payment_id}").exists():
        return Asks.DECIDED
    return beyond
