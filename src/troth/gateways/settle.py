"""Write down how an attempt stands, as its gateway says who was asked."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from troth.accounts.models import Account
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.book_payment import book_payment
from troth.gateways.book_refund import book_refund
from troth.gateways.gateway import Event, Gateway, Standing, What
from troth.gateways.models import BOOKED, Asks, GatewayEvent, PaymentAttempt
from troth.gateways.take_in import event_row


@act
def settle(number: int, standing: Standing, gateway: Gateway, *, at: datetime) -> None:
    """Book what was paid by an attempt, or note how it stands. Twice is once.

    It is believed as an event is. What is not, and what cannot be booked, waits for staff among
    what gateways told.
    """
    attempt = _locked(number)
    if attempt is None or attempt.payment_id:
        return
    said = replace(standing, key=attempt.key)
    try:
        with transaction.atomic():
            if attempt.refunds_id:
                asks = book_refund(attempt.gateway, gateway, said, at=at)
            else:
                asks = book_payment(attempt.gateway, gateway, said, at=at, asked=True)
    except TrothError:
        asks = Asks.BOOKS
    if asks:
        _have_looked_at(attempt, said, asks, at=at)


def _locked(number: int) -> PaymentAttempt | None:
    """An attempt, locked after its account, as every verb on money does."""
    found = PaymentAttempt.objects.filter(pk=number).values_list("account", flat=True).first()
    if found:
        Account.objects.select_for_update().filter(pk=found).first()
    return PaymentAttempt.objects.select_for_update(of=("self",)).filter(pk=number).first()


def _have_looked_at(attempt: PaymentAttempt, said: Standing, asks: Asks, *, at: datetime) -> None:
    """Have staff see to it, once: among what the gateway told, though we have asked."""
    what = What.REFUND if attempt.refunds_id else What.PAYMENT
    told = Event(name=f"{attempt.key} looked up", what=what, at=at, standing=said)
    row = event_row(attempt.gateway, told, b"", at=at)
    row.asks, row.account_id = asks, attempt.account_id
    row.handled_at = at if asks in BOOKED else None
    GatewayEvent.objects.bulk_create([row], ignore_conflicts=True)
