"""What runs by itself: a call is made as soon as it is committed, or again when it is due."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from troth.calls.work import work, work_due

_A_JOB = 25  # calls: a worker that is told to stop ends its jobs first


@app.task(queue="calls")
def work_soon(number: int) -> None:
    """At once: make this call."""
    work(number, at=datetime.now(UTC))


@app.task(queue="calls")
def work_some() -> None:
    """At once: make calls that are due, one after the other, while other jobs make others."""
    for _ in range(_A_JOB):
        if not work(at=datetime.now(UTC)):
            return


def have_worked(calls: int) -> None:
    """Have so many calls made soon that are stored and due, by fewer jobs than calls."""
    jobs = min(calls, max(settings.CALLS_AT_ONCE, -(-calls // _A_JOB)))
    work_some.batch_defer(*[{}] * jobs)


@app.periodic(cron="* * * * *")
@app.task(queue="calls", queueing_lock="calls")
def work_waiting(timestamp: int) -> None:
    """Every minute: make what is due, or was left by a worker that died."""
    work_due(at=datetime.now(UTC))
