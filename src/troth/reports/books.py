"""What the ledger itself says, for a report to be held against."""

from collections import Counter
from datetime import date

from troth.billing.books import trial
from troth.billing.models import Posting


def booked(ledger: Posting.Ledger, since: date | None, until: date) -> dict[str, int]:
    """What an account of the ledger took on some days, by currency: minor units, debits above 0."""
    found: Counter[str] = Counter()
    for balance in trial(since, until, ledger):
        found[balance.currency] += balance.amount
    return dict(found)
