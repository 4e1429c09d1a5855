"""Take the steps that unpaid invoices have come to, each once.

An invoice with something owed is written about, charged a late fee, or marked as one for which
services are suspended or end; `services` carries that out. A step that was missed is made up for
within three months. Of several reminders the last one alone goes out, and none on a day that has
had one. While an irregularity of the account is open, such as a dispute, nothing is done.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from troth.billing.events import DUNNED
from troth.billing.mail_invoices import Owing, how_to_pay
from troth.billing.models import DunningStep, Invoice, Posting, Reminder, Transaction, account_for
from troth.billing.readers import READERS
from troth.core.conflicts import act
from troth.core.day import day, day_at, start_of
from troth.core.limits import LONG, limited
from troth.core.money import money
from troth.messaging.link import link
from troth.messaging.send_many import Letter, send_many
from troth.publishing.evidence import note_each
from troth.publishing.running import asked_once, policy_on

CHUNK = 250  # accounts
WITHIN = 90  # days in which a missed step is made up for

# An invoice `i` and a step `s` that it has come to on day `on`.
_COME = f"""
    i.kind = 'invoice' AND i.account_id IS NOT NULL
    AND i.due_on + s.days <= %(on)s AND i.due_on + s.days > %(on)s - {WITHIN}
    AND (s.action <> 'fee' OR s.currency = i.currency)
    AND s.action IN ('remind', 'fee', 'suspend', 'end')
    AND 0 < (
        SELECT sum(p.amount) FROM {Posting._meta.db_table} p
        WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
    )
    AND NOT EXISTS (
        SELECT FROM billing_irregularity g
        WHERE g.account_id = i.account_id AND g.resolved_at IS NULL
    )
    AND NOT EXISTS (
        SELECT FROM {Reminder._meta.db_table} r WHERE r.invoice_id = i.id AND r.action = s.action
        AND (r.days = s.days
             OR s.action = 'remind' AND (r.days > s.days OR r.at >= %(midnight)s))
    )
"""
# By the days of the steps the invoices are found: those of long ago are not looked at.
_INVOICES = f"""
    FROM {Invoice._meta.db_table} i JOIN billing_dunningstep s ON {_COME}
    AND i.due_on BETWEEN %(first)s AND %(last)s
"""
_ACCOUNTS = f"SELECT DISTINCT i.account_id {_INVOICES} ORDER BY 1"
_LOCK = "SELECT id FROM accounts_account WHERE id = ANY(%(accounts)s) ORDER BY id FOR NO KEY UPDATE"
_TAKE = f"""
    CREATE TEMPORARY TABLE step_taken ON COMMIT DROP AS
    WITH come AS (
        SELECT DISTINCT ON (i.id, s.action, CASE WHEN s.action <> 'remind' THEN s.days END)
            i.id AS invoice_id, i.account_id, i.currency, s.action, s.days, s.fee
        {_INVOICES} AND i.account_id = ANY(%(accounts)s)
        ORDER BY i.id, s.action, CASE WHEN s.action <> 'remind' THEN s.days END, s.days DESC
    ), taken AS (
        INSERT INTO {Reminder._meta.db_table} (account_id, invoice_id, days, action, at)
        SELECT account_id, invoice_id, days, action, %(at)s FROM come
        ON CONFLICT (invoice_id, action, days) DO NOTHING
        RETURNING invoice_id, action, days
    )
    SELECT come.* FROM come JOIN taken USING (invoice_id, action, days)
"""
_FEES = f"""
    WITH made AS (
        INSERT INTO {Transaction._meta.db_table} (account_id, kind, at, "on", key)
        SELECT account_id, 'late fee', %(at)s, %(today)s,
            'late fee ' || invoice_id || ' ' || days
        FROM step_taken WHERE action = 'fee' RETURNING id, key
    )
    INSERT INTO {Posting._meta.db_table}
    (account_id, transaction_id, invoice_id, ledger, part, currency, amount)
    SELECT t.account_id, made.id, t.invoice_id, leg.ledger, '', t.currency, leg.sign * t.fee
    FROM step_taken t JOIN made ON made.key = 'late fee ' || t.invoice_id || ' ' || t.days
    CROSS JOIN (VALUES ('receivable', 1), ('late fees', -1)) AS leg (ledger, sign)
"""
_TOLD = f"""
    SELECT m.person_id, i.account_id, i.id, i.kind, i.number, i.currency, i.total, i.due_on,
        i.payment_reference, i.language, (
            SELECT sum(amount) FROM {Posting._meta.db_table} p
            WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
        )::bigint, t.fee
    FROM (
        SELECT invoice_id, sum(fee) FILTER (WHERE action = 'fee')::bigint AS fee FROM step_taken
        WHERE action IN ('remind', 'fee') GROUP BY invoice_id
    ) t JOIN {Invoice._meta.db_table} i ON i.id = t.invoice_id
    {READERS}
    ORDER BY i.language, i.id
"""
_NOTED = """
    SELECT b.pseudonym, jsonb_build_object('step', t.action, 'invoices', count(*))
    FROM step_taken t JOIN accounts_subject b ON b.id = t.account_id
    GROUP BY b.pseudonym, t.action
"""


@asked_once()
def dun(*, on: date, at: datetime) -> int:
    """Take every step that has come by day `on`; how many were taken. Run twice it does nothing."""
    days = [*DunningStep.objects.values_list("days", flat=True)]
    if not days:
        return 0
    values: dict[str, Any] = {
        "on": on,
        "at": at,
        "today": day_at(at),
        "midnight": start_of(day_at(at)),
        "first": on - timedelta(days=max(days) + WITHIN),
        "last": on - timedelta(days=min(days)),
    }
    taken = 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ACCOUNTS, values)
        while rows := cursor.fetchmany(CHUNK):
            with limited(LONG):
                taken += _take([key for (key,) in rows], values, at=at)
    return taken


@act
def _take(accounts: list[int], values: dict[str, Any], *, at: datetime) -> int:
    """Take the steps of some accounts: with these locked, whoever has just paid has paid."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, {"accounts": accounts})
        cursor.execute("DROP TABLE IF EXISTS step_taken")
        cursor.execute(_TAKE, values | {"accounts": accounts})
        taken = int(cursor.rowcount)
        cursor.execute(_FEES, values)
        cursor.execute(_TOLD)
        send_many(_letters(cursor.fetchall(), on=values["on"]), at=at)
    note_each(DUNNED, _NOTED, at=at, rule="keep.invoice", policy=policy_on(at))
    return taken


def _letters(rows: list[tuple[Any, ...]], *, on: date) -> Iterator[Letter]:
    owing = [(Owing(*row[:-1]), row[-1] or 0) for row in rows]
    banks = {currency: account_for(currency) for currency in {each.currency for each, _f in owing}}
    for language, alike in groupby(owing, key=lambda each: each[0].language):
        with translation.override(language):
            for invoice, fee in alike:
                subject, body = _words(invoice, fee, on)
                body += "\n\n" + how_to_pay(invoice, banks[invoice.currency])
                yield Letter(invoice.person, invoice.account, subject, body)


def _words(invoice: Owing, fee: int, on: date) -> tuple[str, str]:
    values = {
        "number": invoice.number,
        "due": day(invoice.due_on),
        "owed": money(invoice.owed, invoice.currency),
        "fee": money(fee, invoice.currency),
        "link": link("invoice", invoice.account, invoice.key),
    }
    if invoice.due_on >= on:
        return _("Invoice %(number)s is due on %(due)s") % values, _(
            "Of invoice %(number)s %(owed)s are due on %(due)s. If you have paid meanwhile, there "
            "is nothing to do.\n\n%(link)s"
        ) % values
    subject = _("Invoice %(number)s is overdue") % values
    if fee:
        return subject, _(
            "Invoice %(number)s was due on %(due)s and is not paid. A late fee of %(fee)s was "
            "added, so that %(owed)s are owed. If you have paid meanwhile, write to us.\n\n%(link)s"
        ) % values
    return subject, _(
        "Invoice %(number)s was due on %(due)s, and %(owed)s of it are not paid. If you have paid "
        "meanwhile, there is nothing to do.\n\n%(link)s"
    ) % values
