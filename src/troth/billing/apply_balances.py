"""Pay what customers owe with what they have to their credit."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from troth.accounts.models import Account
from troth.billing.awaited import awaited
from troth.billing.events import BALANCE_USED
from troth.billing.models import Invoice, Posting, Transaction
from troth.billing.tell_paid import tell_paid
from troth.core.day import day_at
from troth.journal.append import append_many
from troth.publishing.evidence import entry
from troth.publishing.running import policy_on

_ENTRY = f"pg_get_serial_sequence('{Transaction._meta.db_table}', 'id')"
_APPLY = f"""
    WITH credit AS (
        SELECT account_id, currency, -sum(amount) AS has FROM {Posting._meta.db_table}
        WHERE account_id = ANY(%(accounts)s) AND ledger = 'credit'
        AND part = ''
        GROUP BY account_id, currency HAVING sum(amount) < 0
    ), open AS (
        SELECT i.id, i.account_id, i.currency, o.owed, c.has - sum(o.owed)
            OVER (PARTITION BY i.account_id, i.currency ORDER BY i.due_on, i.id) + o.owed AS rest
        FROM credit c JOIN {Invoice._meta.db_table} i USING (account_id, currency)
        CROSS JOIN LATERAL (
            SELECT sum(p.amount) AS owed FROM {Posting._meta.db_table} p
            WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
        ) o
        WHERE o.owed > 0 AND i.id <> ALL(%(awaited)s::bigint[])
    ), due AS MATERIALIZED (
        SELECT nextval({_ENTRY}) AS entry, id, account_id, currency, least(owed, rest) AS amount
        FROM open WHERE rest > 0
    ), made AS (
        INSERT INTO {Transaction._meta.db_table} (id, account_id, kind, at, "on")
        SELECT entry, account_id, 'applied', %(at)s, %(on)s FROM due
    ), posted AS (
        INSERT INTO {Posting._meta.db_table}
        (account_id, transaction_id, invoice_id, ledger, part, currency, amount)
        SELECT account_id, entry, id, leg.ledger, '', currency, leg.sign * amount
        FROM due CROSS JOIN (VALUES ('credit', 1), ('receivable', -1)) AS leg (ledger, sign)
    )
    SELECT account_id, count(*) FROM due GROUP BY account_id
"""


def apply_balances(accounts: Collection[int], *, at: datetime) -> None:
    """Pay what accounts owe with what they have to their credit, what is due first before the rest.

    What is set aside to be paid back, or on its way back, is not used, and nothing is paid whose
    money is on its way. Whoever calls has locked the accounts: what is to somebody's credit is used
    once.
    """
    values: dict[str, Any] = {"accounts": [*accounts], "at": at, "on": day_at(at)}
    values["awaited"] = [*awaited(accounts)]
    with connection.cursor() as cursor:
        cursor.execute(_APPLY, values)
        paid = dict(cursor.fetchall())
    if not paid:
        return
    policy = policy_on(at)
    append_many(
        entry(
            BALANCE_USED,
            at=at,
            rule="keep.invoice",
            policy=policy,
            subject=each.pseudonym,
            counts={"invoices": paid[each.pk]},
        )
        for each in Account.objects.filter(pk__in=paid).order_by("pk")
    )
    tell_paid(paid, at=at)
