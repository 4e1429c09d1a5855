"""Balances of customers who have been erased: nothing tells any more whose they were."""

from django.db import connection

from troth.billing.models import Posting

_SUMS = f"""
    SELECT currency, -sum(amount) FROM {Posting._meta.db_table}
    WHERE ledger = '{Posting.Ledger.CREDIT}' AND account_id IS NULL
    AND part <> '{Posting.GOING_BACK}'
    GROUP BY currency HAVING sum(amount) < 0 ORDER BY currency
"""


def unclaimed() -> dict[str, int]:
    """What erased customers had to their credit, in minor units, by currency; but for what is on
    its way back to them."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS)
        return {currency: int(amount) for currency, amount in cursor.fetchall()}
