"""What runs by itself. Arguments are times; the work is found by query."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.tax.ask_typed import ask_typed


@app.periodic(cron="* * * * *")
@app.task(queue="calls", queueing_lock="vat numbers")
def ask_about_numbers(timestamp: int) -> None:
    """Every minute: ask about the VAT numbers that were typed."""
    ask_typed(at=datetime.now(UTC))
