"""Handle every event that is still open."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError

from troth.core.conflicts import BusyError
from troth.gateways.book_plain import book_plain
from troth.gateways.handle import handle
from troth.gateways.models import Asks, GatewayEvent
from troth.publishing.running import asked_once

logger = logging.getLogger(__name__)

CHUNK = 250  # events
_DATABASE_IS_GONE = (InterfaceError, OperationalError)


def handle_open(*, at: datetime) -> int:
    """How many there were, the oldest first. Who dies in between has lost nothing.

    What is beyond doubt is booked a chunk at a time, whatever remains one by one. None keeps those
    waiting that came after it: what fails waits for a person, and what others are in the way of,
    for the next time. Raises BusyError for that, once all the rest is handled.
    """
    done, after, busy = 0, 0, None
    while True:
        open_ = GatewayEvent.objects.still_open().filter(asked_at=None, asks="", pk__gt=after)
        numbers = list(open_.order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not numbers:
            break
        after = numbers[-1]
        told, in_the_way = _handle_some(numbers, at=at)
        done += told
        busy = in_the_way or busy
    if busy:
        raise busy
    return done


@asked_once()
def _handle_some(numbers: Sequence[int], *, at: datetime) -> tuple[int, BusyError | None]:
    """How many were handled, and what kept one of the others."""
    done, busy = _book_plain(numbers, at=at), None
    if done < len(numbers):
        for number in numbers:
            try:
                done += _handle(number, at=at)
            except BusyError as error:
                busy = error
    return done, busy


def _book_plain(numbers: Sequence[int], *, at: datetime) -> int:
    """How many were booked at once; none where one is in the way of all."""
    try:
        return book_plain(numbers, at=at)
    except _DATABASE_IS_GONE:
        raise
    except Exception as error:
        logger.error("events could not be booked at once: %s", type(error).__name__)
        return 0


def _handle(number: int, *, at: datetime) -> bool:
    try:
        return handle(number, at=at)
    except (BusyError, *_DATABASE_IS_GONE):
        raise
    except Exception as error:
        logger.error("event %s could not be handled: %s", number, type(error).__name__)
        failed = GatewayEvent.objects.still_open().filter(pk=number, asked_at=None, asks="")
        return bool(failed.update(asks=Asks.BOOKS))
