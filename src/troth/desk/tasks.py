"""What runs by itself at the desk."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.core.provider import provider
from troth.desk.read_mailbox import read_mailbox


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="mailbox")
def read_mail(timestamp: int) -> None:
    """Every five minutes: take in the requests that have come by e-mail."""
    if provider().mailbox:
        read_mailbox(at=datetime.now(UTC))
