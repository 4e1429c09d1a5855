"""What runs by itself: a message goes out as soon as it is committed, or is tried again."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.messaging.deliver import deliver, deliver_waiting


@app.task(queue="mail")
def deliver_soon(number: int) -> None:
    """At once: send the message with this key."""
    deliver(number, at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="deliver")
def deliver_due(timestamp: int) -> None:
    """Every minute: send what the mail server did not take before."""
    deliver_waiting(at=datetime.now(UTC))
