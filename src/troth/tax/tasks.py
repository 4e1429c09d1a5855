"""What runs by itself. Arguments are times; the work is found by query."""

import logging
from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from troth.core.day import day_at, night_begins
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.tax.ask_typed import ask_typed
from troth.tax.fetch_exchange_rates import fetch_exchange_rates
from troth.tax.models import ExchangeRate

logger = logging.getLogger(__name__)

_OLD = timedelta(days=5)  # over Easter none is published for as long


@app.periodic(cron="* * * * *")
@app.task(queue="calls", queueing_lock="vat numbers")
def ask_about_numbers(timestamp: int) -> None:
    """Every minute: ask about the VAT numbers that were typed."""
    ask_typed(at=datetime.now(UTC))


@app.periodic(cron="15 * * * *")
@app.task(queue="rates")  # were but one to wait, another hour's could take the night's place
def exchange_rates(timestamp: int) -> None:
    """Every night of the provider's, and each hour while the last rate is old: fetch new ones."""
    at, url = datetime.fromtimestamp(timestamp, UTC), provider().taxes.exchange_rates_url
    is_new = ExchangeRate.objects.filter(day__gte=day_at(at) - _OLD).exists()
    if not url or is_new and not night_begins(at):
        return
    try:
        fetch_exchange_rates(url, at=at)
    except TrothError as error:
        logger.warning("%s", error)
