"""What runs by itself: invitations that came to nothing go. Arguments are times."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.people.remove_ended_invitations import remove_ended_invitations


@app.periodic(cron="20 2 * * *")
@app.task(queue="sweep", queueing_lock="invitations")
def invitations(timestamp: int) -> None:
    """Every night: remove the invitations that came to nothing."""
    remove_ended_invitations(at=datetime.now(UTC))
