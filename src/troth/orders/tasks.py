"""What runs by itself. Arguments are times; the work is found by query."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.core.day import night_begins
from troth.orders.close_unpaid import close_unpaid
from troth.orders.lapse_quotes import lapse_quotes


@app.periodic(cron="20 * * * *")
@app.task(queue="bill")  # before the night's reminders of what is closed
def close_unpaid_orders(timestamp: int) -> None:
    """Every night of the provider's: close the orders of which nothing was paid."""
    if night_begins(datetime.fromtimestamp(timestamp, UTC)):
        close_unpaid(at=datetime.now(UTC))


@app.periodic(cron="20 * * * *")
@app.task(queue="bill")
def lapse(timestamp: int) -> None:
    """Every night of the provider's: have quotes lapse whose last day is over."""
    if night_begins(datetime.fromtimestamp(timestamp, UTC)):
        lapse_quotes(at=datetime.now(UTC))
