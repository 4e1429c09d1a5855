"""Take in many payments at once, each of which pays one invoice whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from troth.accounts.models import Account
from troth.billing.events import RECEIVED
from troth.billing.models import Invoice, Payment, Posting, Transaction
from troth.billing.tell_paid import tell_paid
from troth.billing.tell_received import Received, tell_received
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.journal.append import append_many
from troth.publishing.evidence import entry
from troth.publishing.running import policy_on

_POSTING, _INVOICE = Posting._meta.db_table, Invoice._meta.db_table
_PAYMENT, _ENTRY = Payment._meta.db_table, Transaction._meta.db_table
# An account that has something to its credit is left to `receive`, which says what is left of it.
_RECEIVE = f"""
    WITH told AS (
        SELECT * FROM unnest(%(invoices)s::bigint[], %(amounts)s::bigint[], %(currencies)s::text[],
            %(keys)s::text[], %(references)s::text[]) AS t (invoice, amount, currency, key, said)
    ), plain AS MATERIALIZED (
        SELECT DISTINCT ON (i.id) t.*, i.account_id, i.number,
            nextval(pg_get_serial_sequence('{_PAYMENT}', 'id')) AS payment,
            nextval(pg_get_serial_sequence('{_ENTRY}', 'id')) AS entry
        FROM told t JOIN {_INVOICE} i ON i.id = t.invoice AND i.currency = t.currency
        WHERE i.account_id = ANY(%(accounts)s) AND t.amount > 0 AND t.amount = (
            SELECT sum(p.amount) FROM {_POSTING} p
            WHERE p.invoice_id = i.id AND p.ledger = 'receivable')
        AND NOT EXISTS (SELECT FROM {_PAYMENT} y WHERE y.key = t.key)
        AND 0 <= (SELECT coalesce(sum(p.amount), 0) FROM {_POSTING} p
            WHERE p.account_id = i.account_id AND p.ledger = 'credit' AND p.currency = t.currency)
        ORDER BY i.id, t.key
    ), paid AS (
        INSERT INTO {_PAYMENT}
        (id, account_id, received_at, currency, amount, method, payer, reference, key)
        SELECT payment, account_id, %(at)s, currency, amount, %(method)s, '', said, key FROM plain
    ), entered AS (
        INSERT INTO {_ENTRY} (id, account_id, kind, at, "on", key)
        SELECT entry, account_id, 'payment', %(at)s, %(on)s, 'payment ' || payment FROM plain
    ), posted AS (
        INSERT INTO {_POSTING}
        (account_id, transaction_id, invoice_id, payment_id, ledger, part, currency, amount)
        SELECT account_id, entry, leg.invoice, payment, leg.ledger, leg.part, currency, leg.amount
        FROM plain CROSS JOIN LATERAL (VALUES
            ('cash', %(method)s, NULL::bigint, amount), ('receivable', '', invoice, -amount)
        ) AS leg (ledger, part, invoice, amount)
    )
    SELECT key, payment, account_id, number, currency, amount FROM plain ORDER BY payment
"""


@dataclass(frozen=True)
class Whole:
    """Money (minor units) that came for an invoice, by its key; key, reference: as of `receive`."""

    invoice: int
    amount: int
    currency: str
    key: str
    reference: str


@act
def receive_whole(every: Sequence[Whole], *, at: datetime, method: str) -> dict[str, int]:
    """Take in each that pays all that is owed of its invoice; the payments, by their keys.

    The rest is left to `receive`: what is known already, pays more or less than is owed, or whose
    account is gone or has something to its credit.
    """
    accounts = _locked([each.invoice for each in every])
    values: dict[str, Any] = {
        "invoices": [each.invoice for each in every],
        "amounts": [each.amount for each in every],
        "currencies": [each.currency for each in every],
        "keys": [each.key for each in every],
        "references": [each.reference[:140] for each in every],
        "accounts": list(accounts),
        "method": method,
        "at": at,
        "on": day_at(at),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVE, values)
        rows = cursor.fetchall()
    if not rows:
        return {}
    policy = policy_on(at)
    append_many(
        entry(
            RECEIVED,
            at=at,
            rule="keep.payment",
            policy=policy,
            subject=accounts[account].pseudonym,
            counts={"payments": 1},
        )
        for _key, _payment, account, *_more in rows
    )
    tell_paid(sorted({row[2] for row in rows}), at=at)
    tell_received([Received(*row[2:]) for row in rows], at=at)
    return {key: payment for key, payment, *_more in rows}


def _locked(invoices: Sequence[int]) -> dict[int, Account]:
    """The accounts of invoices, locked in the order of their keys."""
    owners = Invoice.objects.filter(pk__in=invoices, account__isnull=False).values("account")
    found = Account.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    return {account.pk: account for account in found.filter(pk__in=owners)}
