"""What the tax engine says of the accounts whose lines are staged, where it decides their tax."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db import connection

from troth.accounts.models import Account
from troth.tax.ask_engine import PENDING, rates_for
from troth.tax.decide import Buyer, Local, Seller, TaxError, UnratedError, decide
from troth.tax.engine import Line, engine
from troth.tax.table import Kind

_LINES = """
    SELECT account_id, supplied_on, max(currency), supply, sum(amount) FROM staged_line
    WHERE account_id = ANY(%s) GROUP BY account_id, supplied_on, supply ORDER BY 1, 2, 4
"""


def rate_locally(
    us: Seller, buyers: Iterable[tuple[int, Kind, date, Buyer]], *, at: datetime
) -> dict[tuple[int, date], Local]:
    """By account and day of supply; mostly nothing, since mostly there is no engine."""
    ours = engine()
    if ours is None:
        return {}
    asks = {
        (account, day)
        for account, kind, day, buyer in buyers
        if buyer.country in ours.places and _rests_on_it(us, buyer, kind, day)
    }
    accounts = Account.objects.in_bulk({account for account, _day in asks})
    wanted: dict[tuple[int, date], tuple[Account, str, list[Line]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(accounts)])
        for account, day, currency, kind, amount in cursor.fetchall():
            if (account, day) in asks:
                of_day = wanted.setdefault((account, day), (accounts[account], currency, []))
                of_day[2].append(Line(kind, int(amount)))
    return rates_for(wanted, ours, at=at)


def _rests_on_it(us: Seller, buyer: Buyer, kind: Kind, day: date) -> bool:
    """Whether the engine decides the tax, so that nothing is told for nothing."""
    try:
        decide(us, replace(buyer, local=PENDING), kind, day, {})
    except UnratedError:
        return True
    except TaxError:
        return False
    return False
