"""Take the steps that unpaid invoices have come to, each once.

An invoice with something owed is written about, charged a late fee, or marked as one for which
services are suspended or end; `services` carries that out. A step that was missed is made up for
within three months. Of several reminders the last one alone goes out, and none on a day that has
had one, and late fees bear no fee. While an irregularity of the account is open, such as a dispute,
nothing is done.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import batched, groupby
from typing import Any

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_accounts
from troth.billing.addressees import addressees
from troth.billing.ask import Kind, ask, done
from troth.billing.events import DUNNED
from troth.billing.files import CARRIED
from troth.billing.mail_invoices import Owing, how_to_pay
from troth.billing.models import (
    DunningRest,
    DunningStep,
    Invoice,
    Payment,
    Posting,
    Reminder,
    Transaction,
    account_for,
)
from troth.core.conflicts import act
from troth.core.day import day, day_at, start_of
from troth.core.limits import LONG, limited
from troth.core.money import money
from troth.core.provider import provider
from troth.messaging.link import link
from troth.messaging.send_many import Letter, send_many
from troth.publishing.evidence import note_each
from troth.publishing.running import asked_once, policy_on

CHUNK = 250  # accounts
WITHIN = 90  # days in which a missed step is made up for

# The last payment of an account came by transfer, or it has made none.
_BY_TRANSFER = f"""
    'transfer' = coalesce((
        SELECT p.method FROM {Payment._meta.db_table} p
        WHERE p.account_id = i.account_id AND p.amount > 0 ORDER BY p.received_at DESC, p.id DESC
        LIMIT 1
    ), 'transfer')
"""
# Of an invoice `i` on day `on`: no irregularity of its account is open, and dunning does not rest.
GOES_ON = f"""
    NOT EXISTS (
        SELECT FROM billing_irregularity g
        WHERE g.account_id = i.account_id AND g.resolved_at IS NULL
    )
    AND NOT EXISTS (
        SELECT FROM {DunningRest._meta.db_table} d
        WHERE d.account_id = i.account_id AND (d.invoice_id IS NULL OR d.invoice_id = i.id)
        AND d.ended_at IS NULL AND (d.until IS NULL OR d.until > %(on)s)
    )
"""
# The steps that invoices have come to on day `on`: of several reminders the last one. By the days
# of the steps the invoices are found: those of long ago are not looked at.
COME = f"""
    SELECT DISTINCT ON (i.id, s.action, CASE WHEN s.action <> 'remind' THEN s.days END)
        i.id AS invoice_id, i.account_id, i.currency, s.action, s.days, s.fee
    FROM {Invoice._meta.db_table} i JOIN billing_dunningstep s
    ON i.kind = 'invoice' AND i.account_id IS NOT NULL
    AND (%(accounts)s::bigint[] IS NULL OR i.account_id = ANY(%(accounts)s::bigint[]))
    AND i.due_on BETWEEN %(first)s AND %(last)s
    AND i.due_on + s.days <= %(on)s AND i.due_on + s.days > %(on)s - {WITHIN}
    AND (s.action <> 'fee' OR s.currency = i.currency AND 0 < (
        SELECT sum(p.amount) FROM {Posting._meta.db_table} p
        WHERE p.invoice_id = i.id AND p.ledger IN ('receivable', 'late fees')
    ))
    AND (s.action IN ('remind', 'fee') OR s.action IN ('suspend', 'end')
         AND NOT (i.currency = ANY(%(unread)s::text[]) AND {_BY_TRANSFER}))
    AND %(least)s <= (
        SELECT sum(p.amount) FROM {Posting._meta.db_table} p
        WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
    )
    AND i.id <> ALL(%(under_way)s::bigint[])
    AND (s.action <> 'remind' OR i.id <> ALL(%(unreminded)s::bigint[]))
    AND {GOES_ON}
    AND NOT EXISTS (
        SELECT FROM {Reminder._meta.db_table} r WHERE r.invoice_id = i.id AND r.action = s.action
        AND (r.days = s.days
             OR s.action = 'remind' AND (r.days > s.days OR r.at >= %(midnight)s))
    )
    ORDER BY i.id, s.action, CASE WHEN s.action <> 'remind' THEN s.days END, s.days DESC
"""
_BY_ACCOUNT = f"SELECT account_id, count(*) FROM ({COME}) come GROUP BY account_id ORDER BY 1"
_TAKE = f"""
    CREATE TEMPORARY TABLE step_taken ON COMMIT DROP AS
    WITH come AS ({COME}), taken AS (
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
        i.payment_reference, i.language, {CARRIED.format(row="i")}, (
            SELECT sum(amount) FROM {Posting._meta.db_table} p
            WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
        )::bigint, t.fee
    FROM (
        SELECT invoice_id, sum(fee) FILTER (WHERE action = 'fee')::bigint AS fee FROM step_taken
        WHERE action IN ('remind', 'fee') GROUP BY invoice_id
    ) t JOIN {Invoice._meta.db_table} i ON i.id = t.invoice_id
    {addressees("i")}
    ORDER BY i.account_id, m.person_id, i.due_on, i.id
"""
_NOTED = """
    SELECT b.pseudonym, jsonb_build_object('step', t.action, 'invoices', count(*))
    FROM step_taken t JOIN accounts_subject b ON b.id = t.account_id
    GROUP BY b.pseudonym, t.action
"""


@asked_once()
def dun(
    *,
    on: date,
    at: datetime,
    unread: Collection[str] = (),
    under_way: Collection[int] = (),
    unreminded: Collection[int] = (),
) -> int:
    """Take every step that has come by day `on`; how many were taken. Run twice it does nothing.

    unread: the currencies of which nobody knows what was transferred of late. In these, who pays by
    transfer has nothing suspended or ended. under_way: invoices that are just being paid, by key,
    of which nothing is done; unreminded: those that are taken by themselves, of which nobody is
    reminded.
    Raises AsksError where more have come than are taken without asking, unless staff have agreed.
    """
    values = come_on(on, at=at, unread=unread, under_way=under_way, unreminded=unreminded)
    with connection.cursor() as cursor:
        cursor.execute(_BY_ACCOUNT, values)
        come = dict(cursor.fetchall())
    most = provider().dun_asks_above
    ask(Kind.DUN, sum(come.values()), most=most, on=on, at=at)
    taken = 0
    for accounts in batched(come, CHUNK):
        with limited(LONG):
            taken += _take(values | {"accounts": [*accounts]}, at=at)
    done(Kind.DUN, on=on, at=at)
    return taken


def come_on(
    on: date,
    *,
    at: datetime,
    unread: Collection[str] = (),
    under_way: Collection[int] = (),
    unreminded: Collection[int] = (),
) -> dict[str, Any]:
    """What `COME` is asked with, of all accounts."""
    days = [*DunningStep.objects.values_list("days", flat=True)] or [0]
    return {
        "accounts": None,
        "unread": [*unread],
        "under_way": [*under_way],
        "unreminded": [*unreminded],
        "least": provider().dun_least,
        "on": on,
        "at": at,
        "today": day_at(at),
        "midnight": start_of(day_at(at)),
        "first": on - timedelta(days=max(days) + WITHIN),
        "last": on - timedelta(days=min(days)),
    }


@act
def _take(values: dict[str, Any], *, at: datetime) -> int:
    """Take the steps of some accounts: with these locked, whoever has just paid has paid."""
    lock_accounts(values["accounts"])
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS step_taken")
        cursor.execute(_TAKE, values)
        taken = int(cursor.rowcount)
        cursor.execute(_FEES, values)
        cursor.execute(_TOLD)
        send_many(_letters(cursor.fetchall(), on=values["on"]), at=at)
    note_each(DUNNED, _NOTED, at=at, rule="keep.invoice", policy=policy_on(at))
    return taken


def _letters(rows: list[tuple[Any, ...]], *, on: date) -> Iterator[Letter]:
    """One to each owner of an account, however many of its invoices took a step."""
    owing = [(Owing(*row[:-1]), row[-1] or 0) for row in rows]
    banks = {currency: account_for(currency) for currency in {each.currency for each, _f in owing}}
    for (person, account), alike in groupby(owing, key=lambda each: each[0][:2]):
        told = [*alike]
        language = told[-1][0].language
        with translation.override(language):
            subject, body = _words(*told[0], on) if len(told) == 1 else _words_of_many(told)
            ways = "\n".join(how_to_pay(each, banks[each.currency], on=on) for each, _fee in told)
            carried = " ".join(filter(None, (each.carried for each, _fee in told)))
            to = told[0][0] if len(told) == 1 else None
            page = link("invoice", account, to.key) if to else link("invoices", account)
            text = f"{body}\n\n{ways}\n{page}\n"
            yield Letter(person, account, language, subject, text, carried)


def _words_of_many(owing: list[tuple[Owing, int]]) -> tuple[str, str]:
    lines = []
    for invoice, fee in owing:
        values = {
            "number": invoice.number,
            "due": day(invoice.due_on) if invoice.due_on else "",
            "owed": money(invoice.owed, invoice.currency),
            "fee": money(fee, invoice.currency),
        }
        lines.append(
            _("Invoice %(number)s, due on %(due)s: %(owed)s, with a late fee of %(fee)s") % values
            if fee
            else _("Invoice %(number)s, due on %(due)s: %(owed)s") % values
        )
    told = {"invoices": "\n".join(lines)}
    return _("%(count)s invoices are waiting to be paid") % {"count": len(owing)}, _(
        "These invoices have not been paid:\n\n%(invoices)s\n\nIf you have paid in the meantime, "
        "there is nothing you need to do."
    ) % told


def _words(invoice: Owing, fee: int, on: date) -> tuple[str, str]:
    assert invoice.due_on, "a step goes by the day on which an invoice is due"
    values = {
        "number": invoice.number,
        "due": day(invoice.due_on),
        "owed": money(invoice.owed, invoice.currency),
        "fee": money(fee, invoice.currency),
    }
    if invoice.due_on >= on:
        return _("Invoice %(number)s is due on %(due)s") % values, _(
            "%(owed)s of invoice %(number)s is due on %(due)s. If you have paid in the meantime, "
            "there is nothing you need to do."
        ) % values
    subject = _("Invoice %(number)s is overdue") % values
    if fee:
        return subject, _(
            "Invoice %(number)s was due on %(due)s and has not been paid. A late fee of %(fee)s "
            "was added, so you owe %(owed)s. If you have paid in the meantime, please write to "
            "us."
        ) % values
    return subject, _(
        "Invoice %(number)s was due on %(due)s, and %(owed)s of it has not been paid. If you have "
        "paid in the meantime, there is nothing you need to do."
    ) % values
