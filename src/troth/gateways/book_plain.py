"""Book many events at once that tell of what was asked for: an invoice that is paid whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from troth.billing.models import Invoice, Posting, Transaction
from troth.billing.receive_whole import Whole, receive_whole
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.gateways.installed import gateways
from troth.gateways.keys import LONGEST
from troth.gateways.models import GatewayEvent, PaymentAttempt

_EVENT, _ATTEMPT = GatewayEvent._meta.db_table, PaymentAttempt._meta.db_table
_ENTRY, _POSTING = Transaction._meta.db_table, Posting._meta.db_table
# What `book_payment` asks of each. Left to it is what comes with a payment method that is kept, and
# what is told of an attempt or a payment once more.
_PLAIN = f"""
    WITH told AS MATERIALIZED (
        SELECT id, min(id) OVER (PARTITION BY gateway, key) AS first_of_attempt,
            min(id) OVER (PARTITION BY gateway, payment) AS first_of_payment
        FROM {_EVENT} WHERE id = ANY(%(events)s)
    )
    SELECT e.id, a.id, a.invoice_id, e.amount, e.currency,
        e.gateway || ' ' || e.payment, e.payment
    FROM told JOIN {_EVENT} e ON e.id = told.id
    JOIN {_ATTEMPT} a ON a.gateway = e.gateway AND a.key = e.key
    JOIN {Invoice._meta.db_table} i ON i.id = a.invoice_id AND i.account_id = a.account_id
    WHERE e.id = first_of_attempt AND e.id = first_of_payment
    AND e.gateway = %(gateway)s AND e.what = 'payment' AND e.outcome = 'paid'
    AND e.payment <> '' AND e.way = '' AND e.payee = %(payee)s
    AND e.amount = a.amount AND e.currency = a.currency AND a.payment_id IS NULL AND NOT a.keeps
    AND length(e.gateway || ' ' || e.payment) <= {LONGEST}
    AND e.handled_at IS NULL AND e.settled_at IS NULL AND e.asked_at IS NULL AND e.asks = ''
    ORDER BY a.id FOR UPDATE OF e, a SKIP LOCKED
"""
_END = f"""
    WITH done AS MATERIALIZED (
        SELECT * FROM unnest(%(events)s::bigint[], %(attempts)s::bigint[], %(payments)s::bigint[])
            AS d (event, attempt, payment)
    ), ended AS (
        UPDATE {_ATTEMPT} a SET payment_id = d.payment, reference = e.payment, ended_at = %(at)s,
            outcome = 'paid', code = '', again = ''
        FROM done d JOIN {_EVENT} e ON e.id = d.event WHERE a.id = d.attempt
        RETURNING a.id, a.account_id
    ), handled AS (
        UPDATE {_EVENT} e SET handled_at = %(at)s, account_id = ended.account_id
        FROM done d JOIN ended ON ended.id = d.attempt WHERE e.id = d.event
    ), fees AS MATERIALIZED (
        SELECT nextval(pg_get_serial_sequence('{_ENTRY}', 'id')) AS entry, e.gateway, e.fee,
            e.currency, 'fee ' || e.gateway || ' ' || e.payment AS key
        FROM done d JOIN {_EVENT} e ON e.id = d.event
        WHERE e.fee <> 0 AND NOT EXISTS (
            SELECT FROM {_ENTRY} t WHERE t.key = 'fee ' || e.gateway || ' ' || e.payment)
    ), entered AS (
        INSERT INTO {_ENTRY} (id, kind, at, "on", key)
        SELECT entry, 'fee', %(at)s, %(on)s, key FROM fees
    )
    INSERT INTO {_POSTING} (transaction_id, ledger, part, currency, amount)
    SELECT entry, leg.ledger, leg.part, currency, leg.amount FROM fees CROSS JOIN LATERAL
        (VALUES ('fees', '', fee), ('cash', gateway, -fee)) AS leg (ledger, part, amount)
"""
# What came before the payment that it is about waits no longer.
_EARLY = f"""
    UPDATE {_EVENT} w SET asked_at = NULL, asks = '' FROM {_EVENT} e
    WHERE e.id = ANY(%(events)s) AND w.gateway = e.gateway AND w.payment = e.payment
    AND w.handled_at IS NULL AND w.settled_at IS NULL AND w.asks IN ('', 'no payment')
    AND w.what NOT IN ('payment', 'payout') AND (w.asked_at IS NOT NULL OR w.asks <> '')
"""


def book_plain(events: Sequence[int], *, at: datetime) -> int:
    """How many of these were booked; each of the others is for `handle` to look at."""
    return sum(_of_gateway(name, of.payee, events, at=at) for name, of in gateways().items())


@act
def _of_gateway(gateway: str, payee: str, events: Sequence[int], *, at: datetime) -> int:
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"events": list(events), "gateway": gateway, "payee": payee}
        cursor.execute(_PLAIN, values)
        found = cursor.fetchall()
        if not found:
            return 0
        by_key = {key: (event, attempt) for event, attempt, _i, _n, _c, key, _r in found}
        told = [
            Whole(invoice, amount, currency, key, reference)
            for _event, _attempt, invoice, amount, currency, key, reference in found
        ]
        paid = receive_whole(told, at=at, method=gateway)
        if not paid:
            return 0
        done = [(*by_key[key], payment) for key, payment in paid.items()]
        ended: dict[str, Any] = {
            "events": [event for event, _attempt, _payment in done],
            "attempts": [attempt for _event, attempt, _payment in done],
            "payments": [payment for _event, _attempt, payment in done],
            "at": at,
            "on": day_at(at),
        }
        cursor.execute(_END, ended)
        cursor.execute(_EARLY, ended)
        return len(done)
