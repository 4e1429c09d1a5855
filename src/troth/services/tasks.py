"""What runs by itself. Arguments are times; the work is found by query."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.core.day import day_at, night_begins
from troth.services.end_due import end_due


@app.periodic(cron="5 * * * *")
@app.task(queue="services")  # were but one to wait, another hour's could take the night's place
def end_services(timestamp: int) -> None:
    """Every night of the provider's: end the services whose time has come."""
    if night_begins(datetime.fromtimestamp(timestamp, UTC)):
        now = datetime.now(UTC)
        end_due(on=day_at(now), at=now)
