"""Pay what has just been issued with what customers have to their credit."""

from datetime import datetime

from django.db import connection

from troth.billing.models import Posting, Transaction
from troth.core.day import day_at

_APPLY = f"""
    WITH due AS (
        SELECT s.id, s.account_id, s.currency, least(s.net + s.tax, credit.balance) AS amount
        FROM staged_invoice s JOIN LATERAL (
            SELECT -sum(p.amount) - (
                SELECT coalesce(sum(a.amount), 0) FROM ({{aside}}) a
                WHERE a.account_id = s.account_id AND a.currency = s.currency
            ) AS balance FROM {Posting._meta.db_table} p
            WHERE p.account_id = s.account_id AND p.ledger = 'credit' AND p.currency = s.currency
        ) credit ON credit.balance > 0
        WHERE s.net + s.tax > 0
    ), made AS (
        INSERT INTO {Transaction._meta.db_table} (account_id, kind, at, "on", key)
        SELECT account_id, 'applied', %(at)s, %(on)s, 'applied ' || id FROM due
        RETURNING id, key
    )
    INSERT INTO {Posting._meta.db_table}
    (account_id, transaction_id, invoice_id, ledger, part, currency, amount)
    SELECT due.account_id, made.id, due.id, leg.ledger, '', due.currency, leg.sign * due.amount
    FROM due JOIN made ON made.key = 'applied ' || due.id
    CROSS JOIN (VALUES ('credit', 1), ('receivable', -1)) AS leg (ledger, sign)
"""


_NOTHING = "SELECT NULL::bigint AS account_id, NULL AS currency, NULL::bigint AS amount"


def apply_balances(*, at: datetime, aside: str = _NOTHING) -> None:
    """Use balances for the invoices that this transaction has issued by `issue_staged`.

    Whoever calls has locked their accounts: what is to somebody's credit is used once.
    aside: what is not to be used, as a query of `account_id`, `currency` and `amount`, which is in
    minor units.
    """
    with connection.cursor() as cursor:
        cursor.execute(_APPLY.format(aside=aside), {"at": at, "on": day_at(at)})
