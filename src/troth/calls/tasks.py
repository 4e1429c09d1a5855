"""What runs by itself: a call is made as soon as it is committed, or again when it is due."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.calls.work import work, work_due


@app.task(queue="calls")
def work_soon(number: int) -> None:
    """At once: make this call."""
    work(number, at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queue="calls", queueing_lock="calls")
def work_waiting(timestamp: int) -> None:
    """Every minute: make what is due, or was left by a worker that died."""
    work_due(at=datetime.now(UTC))
