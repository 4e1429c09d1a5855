"""Take in what a gateway has answered to charges, to be booked with what gateways tell."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from troth.gateways.gateway import Event, Standing, What
from troth.gateways.models import GatewayEvent
from troth.gateways.take_in import event_row
from troth.gateways.tasks import wake_later


class Charged(NamedTuple):
    """What was charged: whose it is and the key of its attempt, by whom, and what they said."""

    account: int
    gateway: str
    key: str
    said: Standing


def take_answers(paid: Iterable[Charged], *, at: datetime) -> None:
    """Store that attempts are paid, in the transaction that ends their calls.

    A night charges thousands, and nobody waits for any of them: they are booked by chunks. The
    gateway's own event of each may come before or after.
    """
    rows = [_row(each, at) for each in paid]
    GatewayEvent.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(wake_later)


def _row(paid: Charged, at: datetime) -> GatewayEvent:
    told = replace(paid.said, key=paid.said.key or paid.key)
    event = Event(name=f"{paid.key} charged", what=What.PAYMENT, at=at, standing=told)
    row = event_row(paid.gateway, event, b"", at=at)
    row.account_id = paid.account
    return row
