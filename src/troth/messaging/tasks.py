"""What runs by itself: the outbox is emptied every minute."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.messaging.deliver import deliver_waiting


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="deliver")
def deliver(timestamp: int) -> None:
    """Every minute: send what waits."""
    deliver_waiting(at=datetime.now(UTC))
