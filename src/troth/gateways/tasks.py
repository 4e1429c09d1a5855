"""What runs by itself: events are handled as soon as they are stored, and what is left, later."""

from contextlib import suppress
from datetime import UTC, datetime

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from troth.gateways.handle_open import handle_open


@app.task(queue="events", queueing_lock="events")
def handle_soon() -> None:
    """At once: handle what is open."""
    handle_open(at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queue="events", queueing_lock="events by the minute")
def handle_waiting(timestamp: int) -> None:
    """Every minute: handle what a worker that died has left."""
    handle_open(at=datetime.now(UTC))


def wake() -> None:
    """Have open events handled soon; one job, however many there are."""
    with suppress(AlreadyEnqueued):
        handle_soon.defer()
