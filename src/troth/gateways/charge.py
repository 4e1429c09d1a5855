"""Take what is owed by the payment methods that customers have saved, as dunning has it.

A step takes what is owed of an invoice by the account's default way. Nothing is taken twice: an
invoice has one attempt at a time, each step is taken once, and what is in doubt or under way has
to end first. After a decline the next step tries again, unless the gateway has said that this way
will never do. While a dispute or another irregularity is open, dunning rests, or processing is
restricted, nothing is taken.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any

from django.db import connection

from troth.accounts.locked import lock_accounts
from troth.billing.ask import Kind, ask, done
from troth.billing.dunning.dun import GOES_ON, WITHIN
from troth.billing.models import DunningStep, Invoice, Posting, Reminder
from troth.calls.models import Call
from troth.calls.tasks import have_worked
from troth.core.conflicts import act
from troth.core.limits import LONG, limited
from troth.core.provider import provider
from troth.core.sepa_text import MOST
from troth.gateways.events import CHARGED
from troth.gateways.keys import DIRECT_DEBIT
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.offered import named
from troth.publishing.evidence import note_each
from troth.publishing.running import asked_once, policy_on

CHUNK = 250  # accounts

# Of an invoice `i` on day `on`: something is owed of it, and nothing keeps us from taking that.
IS_TAKEN = f"""
    i.kind = 'invoice' AND 0 < (
        SELECT sum(p.amount) FROM {Posting._meta.db_table} p
        WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
    )
    AND NOT EXISTS (
        SELECT FROM accounts_subject a WHERE a.id = i.account_id AND a.restricted_at IS NOT NULL
    )
    AND {GOES_ON}
"""
# The way `m` by which its account has that taken; until when it can be, whoever asks has to say. A
# direct debit of ours is in euros, and of no more than a bank takes at once.
BY_DEFAULT = f"""
    {PaymentMethod._meta.db_table} m ON m.account_id = i.account_id
        AND m.removed_at IS NULL AND m.default_since IS NOT NULL
        AND m.gateway = ANY(%(gateways)s::text[])
        AND (m.gateway <> '{DIRECT_DEBIT}' OR i.currency = 'EUR' AND {MOST} >= (
            SELECT sum(p.amount) FROM {Posting._meta.db_table} p
            WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
        ))
"""
# Invoices of which a step to take what is owed has come by day `on`: the last of several. Of what
# takes so many days `ahead`, it is the first, so that the others are left where it fails.
COME = f"""
    SELECT DISTINCT ON (i.id) i.id AS invoice_id, i.account_id, i.currency, s.days, m.id AS method,
        m.gateway, m.by_id, i.due_on + s.days AS comes_on, (
            SELECT sum(p.amount) FROM {Posting._meta.db_table} p
            WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
        )::bigint AS owed
    FROM {Invoice._meta.db_table} i
    JOIN {DunningStep._meta.db_table} s ON s.action = 'retry'
    JOIN {BY_DEFAULT} AND (m.ends_on IS NULL OR m.ends_on >= %(on)s)
    WHERE {IS_TAKEN} AND i.due_on BETWEEN %(first)s AND %(last)s
    AND (%(accounts)s::bigint[] IS NULL OR i.account_id = ANY(%(accounts)s::bigint[]))
    AND i.due_on + s.days <= %(on)s + %(ahead)s::int AND i.due_on + s.days > %(on)s - {WITHIN}
    AND NOT EXISTS (
        SELECT FROM {Reminder._meta.db_table} r
        WHERE r.invoice_id = i.id AND r.action = 'retry' AND r.days >= s.days
    )
    AND NOT EXISTS (
        SELECT FROM {PaymentAttempt._meta.db_table} t WHERE t.invoice_id = i.id
        AND (t.ended_at IS NULL
             OR t.method_id = m.id AND t.outcome = 'declined' AND t.again <> 'later')
    )
    ORDER BY i.id, CASE WHEN %(ahead)s::int > 0 THEN s.days ELSE -s.days END
"""
_BY_ACCOUNT = f"SELECT account_id, count(*) FROM ({COME}) come GROUP BY account_id ORDER BY 1"
# The attempts and their calls are stored before any gateway is asked. `gen_random_uuid()` makes
# keys that no restored database issues again.
_TAKE = f"""
    CREATE TEMPORARY TABLE charge_made ON COMMIT DROP AS
    WITH come AS MATERIALIZED ({COME}), taken AS (
        INSERT INTO {Reminder._meta.db_table} (account_id, invoice_id, days, action, at)
        SELECT account_id, invoice_id, days, 'retry', %(at)s FROM come
        ON CONFLICT (invoice_id, action, days) DO NOTHING RETURNING invoice_id
    ), attempt AS (
        INSERT INTO {PaymentAttempt._meta.db_table} (account_id, by_id, invoice_id, method_id,
            gateway, key, amount, currency, keeps, reopens, started_at, reference, outcome, code,
            again)
        SELECT account_id, by_id, invoice_id, method, gateway, replace(gen_random_uuid()::text,
            '-', ''), owed, currency, false, false, %(at)s, '', '', '', ''
        FROM come JOIN taken USING (invoice_id)
        ON CONFLICT DO NOTHING RETURNING id, account_id, gateway, key
    ), call AS (
        INSERT INTO {Call._meta.db_table} (kind, plug_in, verb, about, row, key, made_at, next_at,
            tries, why, answer)
        SELECT 'gateway', gateway, 'charge', %(about)s, id, 'charge ' || key, %(at)s, %(at)s, 0,
            '', ''
        FROM attempt RETURNING id, row
    )
    SELECT attempt.account_id FROM attempt JOIN call ON call.row = attempt.id
"""
_NOTED = """
    SELECT b.pseudonym, jsonb_build_object('invoices', count(*))
    FROM charge_made c JOIN accounts_subject b ON b.id = c.account_id GROUP BY b.pseudonym
"""
# Of these nothing is reminded of, suspended or ended: somebody is about to pay.
_UNDER_WAY = f"""
    SELECT invoice_id FROM {PaymentAttempt._meta.db_table} WHERE invoice_id IS NOT NULL
    AND ended_at IS NULL AND (method_id IS NOT NULL OR underway_since IS NOT NULL)
"""


@asked_once()
def charge(*, on: date, at: datetime) -> int:
    """Begin to take what has come to be taken by day `on`; of how many invoices.

    Workers ask the gateways, call by call. Run twice it takes nothing twice. Raises AsksError where
    more has come than is taken without asking, unless staff have agreed.
    """
    values = come_on(on, [*named(policy_on(at))], at=at)
    if not values["gateways"]:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_BY_ACCOUNT, values)
        come = dict(cursor.fetchall())
    ask(Kind.CHARGE, sum(come.values()), most=provider().charge_asks_above, on=on, at=at)
    begun = 0
    for accounts in batched(come, CHUNK):
        with limited(LONG):
            begun += _take(values | {"accounts": [*accounts]}, at=at)
    done(Kind.CHARGE, on=on, at=at)
    return begun


def under_way() -> Collection[int]:
    """Invoices that are just being paid, by key."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDER_WAY)
        return {row[0] for row in cursor.fetchall()}


def come_on(on: date, gateways: Collection[str], *, at: datetime, ahead: int = 0) -> dict[str, Any]:
    """What COME is asked with, of what is taken by these gateways. ahead: in days."""
    retries = DunningStep.objects.filter(action=DunningStep.Action.RETRY)
    days = [*retries.values_list("days", flat=True)] or [0]
    return {
        "accounts": None,
        "gateways": [*gateways],
        "about": PaymentAttempt._meta.label_lower,
        "on": on,
        "ahead": ahead,
        "at": at,
        "first": on - timedelta(days=max(days) + WITHIN),
        "last": on - timedelta(days=min(days) - ahead),
    }


@act
def _take(values: dict[str, Any], *, at: datetime) -> int:
    """Begin with some accounts: with these locked, whoever has just paid has paid."""
    lock_accounts(values["accounts"])
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS charge_made")
        cursor.execute(_TAKE, values)
        begun = int(cursor.rowcount)
    have_worked(begun)
    note_each(CHARGED, _NOTED, at=at, rule="keep.payment-attempt", policy=policy_on(at))
    return begun
