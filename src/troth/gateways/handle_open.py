"""Handle every event that is still open."""

from datetime import datetime

from troth.gateways.handle import handle
from troth.gateways.models import GatewayEvent


def handle_open(*, at: datetime) -> int:
    """How many there were, the oldest first. Who dies in between has lost nothing."""
    done, after = 0, 0
    while True:
        open_ = GatewayEvent.objects.still_open().filter(asked_at=None, asks="", pk__gt=after)
        numbers = list(open_.order_by("pk").values_list("pk", flat=True)[:500])
        for number in numbers:
            done += handle(number, at=at)
        if not numbers:
            return done
        after = numbers[-1]
