"""What a worker does: copies of people's data. Arguments are numbers."""

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from troth.copies.copy import make_copy, remove_expired_copies, waiting_copies
from troth.publishing.running import asked_once

_LOST = timedelta(minutes=5)  # after which a copy is looked for whose job got lost


# A job of the former name may be waiting while the platform is upgraded.
@app.task(queue="copies", aliases=["troth.portal.tasks.copy"])
def copy(number: int) -> None:
    """Make a copy that was asked for, and tell its person."""
    _make(number, at=datetime.now(UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(queue="copies", queueing_lock="copies")
def copies(timestamp: int) -> None:
    """Every five minutes: make the copies whose job got lost, and remove those that expired."""
    now = datetime.now(UTC)
    remove_expired_copies(at=now)
    for number in waiting_copies(before=now - _LOST):
        _make(number, at=now)


@asked_once()
def _make(number: int, *, at: datetime) -> None:
    make_copy(number, at=at)
