"""Have the VAT numbers asked about by which tomorrow's invoices are taxed."""

from datetime import date, datetime, timedelta

from troth.accounts.models import Account
from troth.services.bill import CHUNK
from troth.services.due import due_accounts
from troth.tax.ask_needed import ask_needed

_DAY = timedelta(days=1)


def ask_ahead(*, on: date, at: datetime) -> None:
    """Ask about the numbers of whom is invoiced on the day after `on`, unless an answer that is
    there serves then as well."""
    for accounts in due_accounts(on + _DAY, CHUNK):
        typed = Account.objects.filter(pk__in=accounts).values_list("pk", "tax_id", "country")
        numbers = {key: (number, country) for key, number, country in typed}
        ask_needed(numbers, at=at, until=at + _DAY)
