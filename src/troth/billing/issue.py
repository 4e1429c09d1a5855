"""Issue invoices: one, or those of many accounts at once, by the same statements.

Lines are staged in a table of the transaction's own. What they come to is computed there, the
numbers are taken last, and then each statement makes the rows of all. Amounts that come to less
than nothing make a credit note, which goes to the customer's balance.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from troth.billing.draft import Draft
from troth.billing.events import ISSUED
from troth.billing.models import Invoice, InvoiceLine, InvoiceTax, Posting, Series, Transaction
from troth.billing.models.bank_account import account_for
from troth.billing.number import take_numbers
from troth.billing.reference import digits_of, kind_for
from troth.billing.treat import Untreated, treat
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.journal.append import append_many
from troth.policy.parse import Policy
from troth.publishing.evidence import entry
from troth.publishing.running import policy_on

TERM = timedelta(days=14)  # in which an invoice is to be paid, where nothing else was agreed

_STAGE = """
    CREATE TEMPORARY TABLE staged_line (
        account_id bigint, currency text, position int, product text, description text,
        supply text, quantity int, price bigint, discount bigint, amount bigint,
        starts date, ends date, original_id bigint, source bigint, supplied_on date, due_on date
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_treatment (
        account_id bigint, supply text, category text, rate int, country text,
        reason text, reason_code text, evidence text
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_tax (
        account_id bigint, currency text, category text, rate int, country text,
        reason text, reason_code text, base bigint, amount bigint
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_invoice (
        id bigint, account_id bigint, currency text, sign int, net bigint, tax bigint,
        supplied_on date, due_on date, notes text, evidence text, number text, reference text
    ) ON COMMIT DROP
"""
_UNSTAGE = "DROP TABLE IF EXISTS staged_line, staged_treatment, staged_tax, staged_invoice"
_COPY = """
    COPY staged_line (account_id, currency, position, product, description, supply, quantity, price,
    discount, amount, starts, ends, original_id, source, supplied_on, due_on) FROM STDIN
"""
# Tax once per category and rate on the document, rounded half away from zero.
_TAX = """
    INSERT INTO staged_tax
    SELECT l.account_id, l.currency, t.category, t.rate, t.country, max(t.reason),
        max(t.reason_code), sum(l.amount), round(sum(l.amount) * t.rate / 10000)
    FROM staged_line l JOIN staged_treatment t USING (account_id, supply)
    GROUP BY l.account_id, l.currency, t.category, t.rate, t.country
"""
_SUM = f"""
    INSERT INTO staged_invoice
    SELECT nextval(pg_get_serial_sequence('{Invoice._meta.db_table}', 'id')), s.*,
        x.notes, x.evidence
    FROM (
        SELECT account_id, currency, CASE WHEN sum(base + amount) < 0 THEN -1 ELSE 1 END AS sign,
            sum(base) AS net, sum(amount) AS tax
        FROM staged_tax GROUP BY account_id, currency
    ) sums
    JOIN LATERAL (
        SELECT sums.account_id, sums.currency, sums.sign, sums.net, sums.tax,
            max(l.supplied_on), max(l.due_on)
        FROM staged_line l
        WHERE l.account_id = sums.account_id AND l.currency = sums.currency
    ) s ON true
    JOIN LATERAL (
        SELECT coalesce(string_agg(DISTINCT nullif(t.reason, ''), E'\\n'), '') AS notes,
            max(t.evidence) AS evidence
        FROM staged_treatment t WHERE t.account_id = sums.account_id
    ) x ON true
"""
_INVOICES = f"""
    INSERT INTO {Invoice._meta.db_table}
    (id, account_id, kind, number, issued_at, due_on, supplied_on, currency, net, tax, total,
     payment_reference, language, notes, evidence, party_name, party_address, party_postcode,
     party_city, party_region, party_country, party_tax_id, seller_name, seller_address,
     seller_country, seller_tax_id)
    SELECT s.id, s.account_id, CASE WHEN sign > 0 THEN 'invoice' ELSE 'credit note' END, s.number,
        %(at)s, CASE WHEN sign > 0 THEN s.due_on END, s.supplied_on, s.currency,
        sign * s.net, sign * s.tax, sign * (s.net + s.tax), s.reference,
        coalesce(nullif(p.language, ''), %(language)s), s.notes, s.evidence,
        coalesce(nullif(a.company, ''), a.name), a.street, a.postcode, a.city, a.region, a.country,
        a.tax_id, %(seller_name)s, %(seller_address)s, %(seller_country)s, %(seller_tax_id)s
    FROM staged_invoice s JOIN accounts_account a ON a.id = s.account_id
    LEFT JOIN accounts_membership m ON m.account_id = s.account_id AND m.role = 'owner'
    LEFT JOIN accounts_person p ON p.id = m.person_id
"""
_TAXES = f"""
    INSERT INTO {InvoiceTax._meta.db_table}
    (account_id, invoice_id, category, rate, country, base, amount, reason, reason_code)
    SELECT s.account_id, s.id, t.category, t.rate, t.country, sign * t.base, sign * t.amount,
        t.reason, t.reason_code
    FROM staged_tax t JOIN staged_invoice s USING (account_id, currency)
"""
_LINES = f"""
    INSERT INTO {InvoiceLine._meta.db_table}
    (id, account_id, invoice_id, position, product, description, quantity, price, discount, amount,
     supply, category, rate, starts, ends, original_id)
    SELECT nextval(pg_get_serial_sequence('{InvoiceLine._meta.db_table}', 'id')), s.account_id,
        s.id, l.position, l.product, l.description, l.quantity, sign * l.price, sign * l.discount,
        sign * l.amount, l.supply, t.category, t.rate, l.starts, l.ends, l.original_id
    FROM staged_line l JOIN staged_invoice s USING (account_id, currency)
    JOIN staged_treatment t USING (account_id, supply)
    ORDER BY s.id, l.position
"""
_ENTRIES = f"""
    WITH made AS (
        INSERT INTO {Transaction._meta.db_table} (account_id, kind, at, "on", key)
        SELECT account_id, CASE WHEN sign > 0 THEN 'invoice' ELSE 'credit note' END, %(at)s, %(on)s,
            'invoice ' || id
        FROM staged_invoice WHERE net + tax <> 0
        RETURNING id, key
    )
    INSERT INTO {Posting._meta.db_table}
    (account_id, transaction_id, invoice_id, ledger, part, currency, amount)
    SELECT s.account_id, made.id, p.invoice_id, p.ledger, p.part, s.currency, p.amount
    FROM staged_invoice s JOIN made ON made.key = 'invoice ' || s.id
    CROSS JOIN LATERAL (
        SELECT s.id AS invoice_id,
            CASE WHEN sign > 0 THEN 'receivable' ELSE 'credit' END AS ledger, '' AS part,
            net + tax AS amount
        UNION ALL SELECT s.id, 'revenue', '', -net
        UNION ALL SELECT s.id, 'tax', t.country, -t.amount FROM staged_tax t
        WHERE t.account_id = s.account_id AND t.currency = s.currency
    ) p WHERE p.amount <> 0
"""


@dataclass(frozen=True)
class Issued:
    """What was issued. untreated: accounts whose lines could not be taxed yet, each with why."""

    invoices: tuple[int, ...]
    untreated: tuple[Untreated, ...] = ()


@act
def issue(drafts: Iterable[Draft], *, at: datetime) -> list[Invoice]:
    """Issue an invoice of each draft; one of less than nothing is a credit note.

    Raises TaxError where nobody can say how a line is taxed, with what to do; nothing is issued.
    """
    stage()
    stage_lines(
        {
            "account_id": draft.account.pk,
            "currency": draft.currency,
            "position": position,
            "product": line.product,
            "description": line.description,
            "supply": line.supply,
            "quantity": line.quantity,
            "price": line.price,
            "discount": line.discount,
            "amount": line.amount,
            "starts": line.starts,
            "ends": line.ends,
            "original_id": line.original.pk if line.original else None,
            "source": line.source,
            "supplied_on": draft.supplied_on,
            "due_on": draft.due_on,
        }
        for draft in drafts
        for position, line in enumerate(draft.lines, 1)
    )
    issued = issue_staged(at=at)
    for untreated in issued.untreated:
        raise untreated.error
    found = Invoice.objects.in_bulk(issued.invoices)
    return [found[key] for key in issued.invoices]


def stage() -> None:
    """Make room for the lines that this transaction is to issue."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSTAGE)
        cursor.execute(_STAGE)


def stage_lines(rows: Iterable[Mapping[str, Any]]) -> None:
    """Stage lines to be issued; each is a row of `staged_line`, by column."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))


def issue_staged(*, at: datetime) -> Issued:
    """Issue an invoice for each account and currency of the lines that are staged.

    An account whose lines cannot be taxed yet is left out, and told of.
    """
    policy, today = policy_on(at), day_at(at)
    untreated = treat(policy, at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE staged_line, staged_treatment")
        cursor.execute(_TAX)
        cursor.execute(_SUM)
        cursor.execute("SELECT id, sign, currency FROM staged_invoice ORDER BY account_id, id")
        staged = cursor.fetchall()
    _number(staged, today)
    values: dict[str, Any] = {"at": at, "on": today, **_seller(policy)}
    with connection.cursor() as cursor:
        for statement in (_INVOICES, _TAXES, _LINES, _ENTRIES):
            cursor.execute(statement, values)
    _note(policy, at)
    return Issued(tuple(key for key, _sign, _currency in staged), tuple(untreated))


def _number(staged: list[tuple[int, int, str]], today: date) -> None:
    """Number what is staged, and give each invoice the reference that it is paid by."""
    banks = {currency: account_for(currency) for currency in {c for _k, _s, c in staged}}
    kinds = {c: kind_for(bank.iban) if bank else None for c, bank in banks.items()}
    rows = []
    for sign, series in ((1, Series.Kind.INVOICE), (-1, Series.Kind.CREDIT_NOTE)):
        of_kind = [(key, currency) for key, each, currency in staged if each == sign]
        if not of_kind:
            continue
        numbers = take_numbers(series, len(of_kind), on=today)
        for (key, currency), number in zip(of_kind, numbers, strict=True):
            kind = kinds[currency] if sign > 0 else None
            rows.append((key, number, kind.make(digits_of(number)) if kind else ""))
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE staged_invoice s SET number = n.number, reference = n.reference
            FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS n (id, number, reference)
            WHERE s.id = n.id""",
            [list(column) for column in zip(*rows, strict=True)] or [[], [], []],
        )
        cursor.execute(
            "UPDATE staged_invoice SET due_on = coalesce(due_on, %s), "
            "supplied_on = coalesce(supplied_on, %s)",
            [today + TERM, today],
        )


def _seller(policy: Policy) -> dict[str, str]:
    """The supplier as an invoice seals it (Directive 2006/112/EC Art. 226(3), (5))."""
    provider = policy.tables.provider
    return {
        "seller_name": provider.legal_name or provider.name,
        "seller_address": provider.address or "",
        "seller_country": provider.country,
        "seller_tax_id": "",
        "language": policy.tables.policy.language,
    }


def _note(policy: Policy, at: datetime) -> None:
    """Write down in the journal for whom an invoice was issued."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.pseudonym, count(*) FROM staged_invoice s "
            "JOIN accounts_subject b ON b.id = s.account_id GROUP BY 1"
        )
        append_many(
            entry(
                ISSUED,
                at=at,
                rule="keep.invoice",
                policy=policy,
                subject=pseudonym,
                counts={"invoices": count},
            )
            for pseudonym, count in cursor.fetchall()
        )
