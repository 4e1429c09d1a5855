"""Every night: pay what is owed with what customers have to their credit."""

from datetime import datetime
from itertools import batched

from django.db import connection

from troth.accounts.locked import lock_accounts
from troth.billing.apply_balances import apply_balances
from troth.billing.models import Invoice, Posting
from troth.core.conflicts import act
from troth.core.limits import LONG, limited

CHUNK = 250  # accounts
_ACCOUNTS = f"""
    SELECT DISTINCT c.account_id FROM (
        SELECT account_id, currency FROM {Posting._meta.db_table}
        WHERE account_id IS NOT NULL AND ledger = 'credit' AND part = ''
        GROUP BY account_id, currency HAVING sum(amount) < 0
    ) c JOIN {Invoice._meta.db_table} i USING (account_id, currency)
    WHERE 0 < (
        SELECT sum(p.amount) FROM {Posting._meta.db_table} p
        WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
    )
    ORDER BY 1
"""


def apply_every_balance(*, at: datetime) -> None:
    """Use every balance of which something is owed. A chunk is a transaction; twice is once."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS)
        accounts = [key for (key,) in cursor.fetchall()]
    for chunk in batched(accounts, CHUNK):
        with limited(LONG):
            _apply(chunk, at=at)


@act
def _apply(accounts: tuple[int, ...], *, at: datetime) -> None:
    lock_accounts(accounts)
    apply_balances(accounts, at=at)
