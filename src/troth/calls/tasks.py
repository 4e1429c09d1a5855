"""What runs by itself: a call is made as soon as it is committed, or again when it is due."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app

from troth.calls.work import CHUNK, work, work_due, work_together


@app.task(queue="calls")
def work_soon(number: int) -> None:
    """At once: make this call."""
    work(number, at=datetime.now(UTC))


@app.task(queue="calls")
def work_some(most: int = CHUNK) -> None:
    """At once: make so many calls that are due, one after the other, while other jobs make others.

    A worker that is told to stop ends its jobs first.
    """
    left, some = most, most
    while left and (made := work_together(some, at=datetime.now(UTC))):
        left -= made
        some = min(left, made)  # as many as are answered in time


def have_worked(calls: int) -> None:
    """Have so many calls made soon that are stored and due, by fewer jobs than calls."""
    most = max(1, min(CHUNK, calls // settings.CALLS_AT_ONCE))
    one: dict[str, Any] = {"most": most}
    work_some.batch_defer(*[one] * -(-calls // most))


@app.periodic(cron="* * * * *")
@app.task(queue="calls", queueing_lock="calls")
def work_waiting(timestamp: int) -> None:
    """Every minute: make what is due, or was left by a worker that died."""
    work_due(at=datetime.now(UTC))
