"""Pay what has just been issued with what customers have to their credit."""

from datetime import datetime

from django.db import connection

from troth.billing.models import Posting, Transaction
from troth.core.day import day_at

_APPLY = f"""
    WITH due AS (
        SELECT s.id, s.account_id, s.currency, least(s.net + s.tax, credit.balance) AS amount
        FROM staged_invoice s JOIN LATERAL (
            SELECT -sum(p.amount) AS balance FROM {Posting._meta.db_table} p
            WHERE p.account_id = s.account_id AND p.ledger = 'credit' AND p.currency = s.currency
            AND p.part <> '{Posting.SET_ASIDE}'
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


def apply_balances(*, at: datetime) -> None:
    """Use balances for the invoices that this transaction has issued by `issue_staged`.

    What is set aside to be paid back is not used. Whoever calls has locked their accounts: what is
    to somebody's credit is used once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_APPLY, {"at": at, "on": day_at(at)})
