"""What runs by itself. Arguments are times; the work is found by query."""

from datetime import UTC, date, datetime

from procrastinate.contrib.django import app

from troth.core.day import day_at, night_begins
from troth.services.bill import bill
from troth.services.by_night import by_night
from troth.services.end_due import end_due
from troth.services.invoice_waiting import invoice_waiting
from troth.tax.models import VatCheck


@app.periodic(cron="5 * * * *")
@app.task(queue="services")  # were but one to wait, another hour's could take the night's place
def end_services(timestamp: int) -> None:
    """Every night of the provider's: end the services whose time has come."""
    if night_begins(datetime.fromtimestamp(timestamp, UTC)):
        now = datetime.now(UTC)
        end_due(on=day_at(now), at=now)


@app.periodic(cron="25 * * * *")
@app.task(queue="bill")  # were but one to wait, another hour's could take the night's place
def bill_by_night(timestamp: int) -> None:
    """Every night of the provider's: invoice what is due, and see to what is overdue."""
    if night_begins(datetime.fromtimestamp(timestamp, UTC)):
        by_night(at=datetime.now(UTC))


@app.task(queue="bill")
def invoice_answered(check: int) -> None:
    """As soon as it is known whether a VAT number is valid: invoice what waited for that."""
    accounts = VatCheck.objects.filter(pk=check).values_list("account", flat=True)
    invoice_waiting([*accounts], at=datetime.now(UTC))


@app.task(queue="bill")
def bill_agreed(on: str) -> None:
    """As soon as staff have agreed to the invoices of a day: make them."""
    bill(on=date.fromisoformat(on), at=datetime.now(UTC))
