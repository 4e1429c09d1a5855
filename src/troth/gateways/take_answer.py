"""Take in what a gateway has answered to a charge, to be booked with what gateways tell."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from troth.gateways.gateway import Event, Standing, What
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.take_in import event_row
from troth.gateways.tasks import wake


def take_answer(attempt: PaymentAttempt, said: Standing, *, at: datetime) -> None:
    """Store that an attempt is paid, in the transaction that ends its call.

    A night charges thousands, and nobody waits for any of them: they are booked by chunks. The
    gateway's own event of it may come before or after.
    """
    told = replace(said, key=said.key or attempt.key)
    event = Event(name=f"{attempt.key} charged", what=What.PAYMENT, at=at, standing=told)
    row = event_row(attempt.gateway, event, b"", at=at)
    row.account_id = attempt.account_id
    GatewayEvent.objects.bulk_create([row], ignore_conflicts=True)
    transaction.on_commit(wake)
