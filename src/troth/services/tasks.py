"""What runs by itself. Arguments are times; the work is found by query."""

from datetime import UTC, date, datetime

from procrastinate.contrib.django import app

from troth.core.day import night_begins
from troth.gateways.charge import charge
from troth.services.bill import bill
from troth.services.by_night import by_night
from troth.services.invoice_waiting import invoice_waiting
from troth.services.see_to_overdue import see_to_overdue
from troth.tax.models import VatCheck


@app.periodic(cron="25 * * * *")
# Were but one to wait, another hour's could take the night's place. A job of the former name may be
# waiting while the platform is upgraded.
@app.task(queue="bill", aliases=["troth.services.tasks.end_services"])
def bill_by_night(timestamp: int) -> None:
    """Every night of the provider's: end what is to end, see to what is overdue, invoice."""
    if night_begins(datetime.fromtimestamp(timestamp, UTC)):
        by_night(at=datetime.now(UTC))


@app.task(queue="bill")
def invoice_answered(check: int) -> None:
    """As soon as it is known whether a VAT number is valid: invoice what waited for that."""
    accounts = VatCheck.objects.filter(pk=check).values_list("account", flat=True)
    invoice_waiting([*accounts], at=datetime.now(UTC))


@app.task(queue="bill")
def invoice_rated(account: int) -> None:
    """As soon as a tax engine has said, or is to be asked: invoice what waits for that."""
    invoice_waiting([account], at=datetime.now(UTC))


@app.task(queue="bill")
def bill_agreed(on: str) -> None:
    """As soon as staff have agreed to the invoices of a day: make them."""
    bill(on=date.fromisoformat(on), at=datetime.now(UTC))


@app.task(queue="bill")
def dun_agreed(on: str) -> None:
    """As soon as staff have agreed to the dunning of a day: do it."""
    see_to_overdue(on=date.fromisoformat(on), at=datetime.now(UTC))


@app.task(queue="bill")
def charge_agreed(on: str) -> None:
    """As soon as staff have agreed to the charges of a day: begin with them."""
    charge(on=date.fromisoformat(on), at=datetime.now(UTC))
