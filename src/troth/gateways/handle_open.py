"""Handle every event that is still open."""

from collections.abc import Sequence
from datetime import datetime

from troth.gateways.book_plain import book_plain
from troth.gateways.handle import handle
from troth.gateways.models import GatewayEvent
from troth.publishing.running import asked_once

CHUNK = 250  # events


def handle_open(*, at: datetime) -> int:
    """How many there were, the oldest first. Who dies in between has lost nothing.

    What is beyond doubt is booked a chunk at a time, whatever remains one by one.
    """
    done, after = 0, 0
    while True:
        open_ = GatewayEvent.objects.still_open().filter(asked_at=None, asks="", pk__gt=after)
        numbers = list(open_.order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not numbers:
            return done
        after = numbers[-1]
        done += _handle(numbers, at=at)


@asked_once()
def _handle(numbers: Sequence[int], *, at: datetime) -> int:
    booked = book_plain(numbers, at=at)
    if booked < len(numbers):
        booked += sum(handle(number, at=at) for number in numbers)
    return booked
