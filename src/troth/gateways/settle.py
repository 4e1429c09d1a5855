"""Write down how an attempt stands, as its gateway says when it is asked."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.book_payment import book_payment
from troth.gateways.book_refund import book_refund
from troth.gateways.gateway import Event, Gateway, Outcome, Standing, What
from troth.gateways.locked import locked_attempt
from troth.gateways.models import BOOKED, Asks, GatewayEvent, PaymentAttempt
from troth.gateways.take_in import event_row
from troth.gateways.unclear import UnclearError


@act
def settle(attempt: PaymentAttempt, said: Standing, of: Gateway, *, at: datetime) -> None:
    """Book what was paid by an attempt, or note how it stands, as an event of it would be.

    Twice is once, whether it was an event before or is one later. What cannot be booked waits for
    staff among what gateways told.
    """
    locked = locked_attempt(pk=attempt.pk)
    if locked is None:
        return
    said = replace(said, key=said.key or locked.key)
    asks: Asks | None
    try:
        with transaction.atomic():
            if locked.refunds_id:
                asks = book_refund(locked.gateway, of, said, at=at)
            else:
                asks = book_payment(locked.gateway, of, said, at=at, asked=True)
    except (TrothError, UnclearError):
        asks = Asks.BOOKS
    if asks:
        have_looked_at(locked, asks, said, at=at)


def have_looked_at(
    attempt: PaymentAttempt, asks: Asks, said: Standing | None = None, *, at: datetime
) -> None:
    """Have staff see to an attempt, once: among what gateways told, though we have asked.

    said: what the gateway said, None where it has refused without a word of its own.
    """
    told = Event(
        name=f"{attempt.key} looked up",
        what=What.REFUND if attempt.refunds_id else What.PAYMENT,
        at=at,
        standing=said or _refused(attempt),
    )
    row = event_row(attempt.gateway, told, b"", at=at)
    row.asks, row.account_id = asks, attempt.account_id
    row.handled_at = at if asks in BOOKED else None
    GatewayEvent.objects.bulk_create([row], ignore_conflicts=True)


def _refused(attempt: PaymentAttempt) -> Standing:
    return Standing(
        Outcome.DECLINED,
        *(attempt.reference, attempt.key, "", attempt.amount, attempt.currency),
        of=attempt.refunds.reference if attempt.refunds else "",
    )
