"""Write down how a payment stands that we have begun, as its gateway says when it is asked."""

from datetime import datetime

from django.db import transaction

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.book_payment import book_payment
from troth.gateways.book_refund import book_refund
from troth.gateways.gateway import Gateway, Standing, What
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt
from troth.gateways.unclear import UnclearError


@act
def settle(attempt: PaymentAttempt, said: Standing, of: Gateway, *, at: datetime) -> None:
    """Book it as an event would be; what cannot be waits for staff among what gateways told.

    Twice is once, whether it was an event before or is one later.
    """
    refund = attempt.refunds_id is not None
    try:
        with transaction.atomic():
            if refund:
                asks = book_refund(attempt.gateway, of, said, at=at)
            else:
                asks = book_payment(attempt.gateway, of, said, at=at, asked=True)
    except (TrothError, UnclearError):
        asks = Asks.BOOKS
    if asks:
        have_looked_at(attempt, asks, said, at=at)


def have_looked_at(
    attempt: PaymentAttempt, asks: Asks, said: Standing | None = None, *, at: datetime
) -> None:
    """Have staff see to an attempt, once: among what gateways told, though we have asked."""
    told = (
        {
            "reference": said.reference,
            "payment": said.of if attempt.refunds_id else said.reference,
            "payee": said.payee,
            "outcome": said.outcome,
        }
        if said
        else {"outcome": attempt.outcome}
    )
    GatewayEvent.objects.get_or_create(
        gateway=attempt.gateway,
        name=f"{attempt.key} looked up",
        defaults={
            "account": attempt.account,
            "what": What.REFUND if attempt.refunds_id else What.PAYMENT,
            "told_at": at,
            "received_at": at,
            "raw": b"",
            "key": attempt.key,
            "amount": said.amount if said else attempt.amount,
            "currency": said.currency if said else attempt.currency,
            "asks": asks,
            **told,
        },
    )
