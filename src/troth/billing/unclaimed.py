"""Balances of customers who have been erased: nothing tells any more whose they were."""

from django.db import connection

from troth.billing.models import Posting

# What is to nobody's credit: of an account that is gone, all of its entries. Of one that is still
# here, old entries have lost the account by themselves, so that what it used since is more than
# what it seems to have had; that was theirs.
_SUMS = f"""
    SELECT currency, -sum(amount) FROM (
        SELECT account_id, currency, sum(amount) AS amount FROM {Posting._meta.db_table}
        WHERE ledger = '{Posting.Ledger.CREDIT}' GROUP BY account_id, currency
    ) balance
    WHERE account_id IS NULL OR amount > 0
    GROUP BY currency HAVING sum(amount) < 0 ORDER BY currency
"""


def unclaimed() -> dict[str, int]:
    """What erased customers had to their credit, in minor units, by currency."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS)
        return {currency: int(amount) for currency, amount in cursor.fetchall()}
