"""What runs by itself: events are handled as soon as they are stored, and what is left, later."""

from contextlib import suppress
from datetime import UTC, datetime

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer

from troth.core.day import night_begins
from troth.gateways.handle_open import handle_open
from troth.gateways.let_go import let_go, remove_let_go
from troth.gateways.look_up_open import look_up_one, look_up_open

_SOON, _TOGETHER = "events", "charges"
# To ask first spares PostgreSQL an error, and procrastinate its answer, for most events.
_WAITS = "SELECT FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'"


@app.task(queue="events", queueing_lock=_SOON)
def handle_soon() -> None:
    """At once: handle what is open."""
    handle_open(at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queue="events", queueing_lock="events by the minute")
def handle_waiting(timestamp: int) -> None:
    """Every minute: handle what a worker that died has left."""
    handle_open(at=datetime.now(UTC))


@app.periodic(cron="*/15 * * * *")
@app.task(queue="events", queueing_lock="open payments")
def look_up_waiting(timestamp: int) -> None:
    """Every quarter of an hour: ask how payments stand that are open, once a night of all, and
    have checks of bank accounts let go of what nothing comes of."""
    now, due = datetime.now(UTC), datetime.fromtimestamp(timestamp, UTC)
    look_up_open(every=due.minute < 15 and night_begins(due), at=now)
    remove_let_go(at=now)
    let_go(at=now)


@app.task(queue="events")
def look_up_soon(number: int) -> None:
    """At once: ask how a payment stands that somebody has come back from."""
    look_up_one(number, at=datetime.now(UTC))


def have_looked_up(number: int) -> None:
    """Have it asked soon how a payment stands; one job, however often one looks."""
    with suppress(AlreadyEnqueued):
        look_up_soon.configure(queueing_lock=f"payment {number}").defer(number=number)


def wake() -> None:
    """Have open events handled soon; one job, however many there are.

    The events are committed by then, so that a job which has not begun yet finds them.
    """
    _defer(handle_soon.configure(queueing_lock=_SOON), _SOON)


def wake_later() -> None:
    """Have open events handled within seconds, as `wake` does, once more of them have come.

    Nobody waits for them, and to book many at once takes little more than to book a few. A worker
    looks for such a job every five seconds; `wake` does not wait for it.
    """
    later = handle_soon.configure(queueing_lock=_TOGETHER, schedule_in={"seconds": 1})
    _defer(later, _TOGETHER)


def _defer(job: JobDeferrer, lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, [lock])
        if cursor.fetchall():
            return
    with suppress(AlreadyEnqueued):
        job.defer()
