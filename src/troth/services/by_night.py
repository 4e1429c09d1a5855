"""What is done about money every night, in its order."""

from contextlib import suppress
from datetime import datetime

from troth.core.day import day_at
from troth.services.bill import AsksError, bill


def by_night(*, at: datetime) -> None:
    """Invoice what is due today. What waits for a yes stands in the inbox."""
    today = day_at(at)
    with suppress(AsksError):
        bill(on=today, at=at)
