"""Issue invoices: one, or those of many accounts at once, by the same statements.

Lines are staged in a table of the transaction's own. What they come to is computed there, the
numbers are taken last, and then each statement makes the rows of all. Amounts that come to less
than nothing make a credit note, which pays what is owed, or goes to the customer's balance; and
what is on that pays what is issued.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from troth.accounts.locked import lock_accounts
from troth.billing.apply_balances import apply_balances
from troth.billing.at_home import home_currency, rates_to_home
from troth.billing.draft import Draft
from troth.billing.events import ISSUED
from troth.billing.mail_invoices import mail_invoices
from troth.billing.models import Invoice, InvoiceLine, InvoiceTax, Posting, Series, Transaction
from troth.billing.models.bank_account import account_for
from troth.billing.number import take_numbers
from troth.billing.reference import digits_of, kind_for
from troth.billing.tell_paid import tell_paid
from troth.billing.treat import Untreated, treat
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.provider import provider
from troth.policy.parse import Policy
from troth.publishing.evidence import note_each
from troth.publishing.running import policy_on

# Texts have the lengths of the columns that they are for: PostgreSQL makes two more tables for each
# whose rows might not fit, and a chunk of a run makes all of these anew.
_STAGE = f"""
    DROP TABLE IF EXISTS staged_line, staged_treatment, staged_tax, staged_invoice;
    CREATE TEMPORARY TABLE staged_line (
        id bigint DEFAULT nextval(pg_get_serial_sequence('{InvoiceLine._meta.db_table}', 'id')),
        account_id bigint NOT NULL, currency varchar(3) NOT NULL, position bigint,
        product varchar(120), description varchar(300), supply varchar(20) NOT NULL,
        quantity int, price bigint, discount bigint, amount bigint NOT NULL, starts date, ends date,
        original_id bigint, source bigint, supplied_on date NOT NULL, due_on date
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_treatment (
        account_id bigint, supply varchar(20), supplied_on date, language varchar(10),
        category varchar(2), rate int, country varchar(2), reason varchar(300),
        reason_code varchar(30), evidence varchar(100)
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_tax (
        account_id bigint, currency varchar(3), category varchar(2), rate int, country varchar(2),
        reason varchar(300), reason_code varchar(30), base bigint, amount bigint
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_invoice (
        id bigint, account_id bigint, currency text, sign int, net bigint, tax bigint,
        supplied_on date, due_on date, original_id bigint, language text, notes text, evidence text,
        home_rate numeric, tax_at_home bigint
    ) ON COMMIT DROP
"""
_NUMBERED = ("ids", "numbers", "references", "holders", "ibans", "bics")
_COLUMNS = (
    *("account_id", "currency", "position", "product", "description", "supply", "quantity"),
    *("price", "discount", "amount", "starts", "ends", "original_id", "source", "supplied_on"),
    "due_on",
)
# Tax once per category and rate on the document, rounded half away from zero.
_TAX = """
    INSERT INTO staged_tax
    SELECT l.account_id, l.currency, t.category, t.rate, t.country,
        left(string_agg(DISTINCT t.reason, ' '), 300),
        CASE WHEN min(t.reason_code) = max(t.reason_code) THEN max(t.reason_code) ELSE '' END,
        sum(l.amount), round(sum(l.amount) * t.rate * 1e-6)
    FROM staged_line l JOIN staged_treatment t USING (account_id, supply, supplied_on)
    GROUP BY l.account_id, l.currency, t.category, t.rate, t.country
"""
# A credit note takes back an invoice where all that its lines take back was on that one.
_SUM = f"""
    INSERT INTO staged_invoice
    (id, account_id, currency, sign, net, tax, supplied_on, due_on, original_id, language, notes,
     evidence)
    SELECT nextval((SELECT pg_get_serial_sequence('{Invoice._meta.db_table}', 'id')::regclass)),
        account_id, currency, CASE WHEN net + tax < 0 THEN -1 ELSE 1 END, net, tax, supplied_on,
        coalesce(due_on, %(today)s::date + (
            SELECT coalesce(a.pay_days, %(days)s) FROM accounts_account a WHERE a.id = account_id
        )), CASE WHEN net + tax < 0 THEN original_id END, language, notes,
        evidence
    FROM (
        SELECT account_id, currency, sum(base) AS net, sum(amount) AS tax
        FROM staged_tax GROUP BY account_id, currency
    ) sums JOIN (
        SELECT l.account_id, l.currency, max(l.supplied_on) AS supplied_on, max(l.due_on) AS due_on,
            CASE WHEN min(o.invoice_id) = max(o.invoice_id) THEN min(o.invoice_id) END
                AS original_id,
            max(t.language) AS language,
            left(string_agg(DISTINCT t.evidence, '; '), 200) AS evidence,
            coalesce(string_agg(DISTINCT nullif(t.reason, ''), E'\\n'), '') AS notes
        FROM staged_line l JOIN staged_treatment t USING (account_id, supply, supplied_on)
        LEFT JOIN {InvoiceLine._meta.db_table} o ON o.id = l.original_id
        GROUP BY l.account_id, l.currency
    ) lines USING (account_id, currency)
    ORDER BY account_id, currency
"""
# The tax in the seller's currency; a credit note goes by the rate of what it takes back.
_AT_HOME = f"""
    UPDATE staged_invoice s
    SET home_rate = coalesce(o.home_rate, r.home_rate),
        tax_at_home = round(s.tax * r.factor * coalesce(o.home_rate, r.home_rate) / r.home_rate)
    FROM staged_invoice i
    JOIN unnest(%(currencies)s::text[], %(rates)s::numeric[], %(factors)s::numeric[])
        AS r (currency, home_rate, factor) USING (currency)
    LEFT JOIN {Invoice._meta.db_table} o ON o.id = i.original_id AND o.home_currency = %(home)s
    WHERE i.id = s.id AND s.tax <> 0
"""
_INVOICES = f"""
    INSERT INTO {Invoice._meta.db_table}
    (id, account_id, kind, number, issued_at, due_on, supplied_on, original_id, currency, net, tax,
     total, payment_reference, language, notes, remark, evidence, party_name, party_address,
     party_postcode, party_city, party_region, party_country, party_tax_id, party_reference,
     seller_name, seller_address, seller_postcode, seller_city, seller_country, seller_tax_id,
     seller_contact, bank_holder, bank_iban, bank_bic, home_currency, home_rate, tax_at_home)
    SELECT s.id, s.account_id, CASE WHEN sign > 0 THEN 'invoice' ELSE 'credit note' END, n.number,
        %(at)s, CASE WHEN sign > 0 THEN s.due_on END, s.supplied_on, s.original_id, s.currency,
        sign * s.net, sign * s.tax, sign * (s.net + s.tax), n.reference, s.language, s.notes,
        coalesce(r.remark, ''), s.evidence,
        coalesce(nullif(a.company, ''), a.name), a.street, a.postcode, a.city,
        a.region, a.country, a.tax_id, a.buyer_reference, %(seller_name)s, %(seller_address)s,
        %(seller_postcode)s, %(seller_city)s, %(seller_country)s, %(seller_tax_id)s,
        %(seller_contact)s, n.holder, n.iban, n.bic,
        CASE WHEN s.home_rate IS NULL THEN '' ELSE %(home)s END, s.home_rate, sign * s.tax_at_home
    FROM staged_invoice s JOIN accounts_account a ON a.id = s.account_id
    JOIN unnest(%(ids)s::bigint[], %(numbers)s::text[], %(references)s::text[],
                %(holders)s::text[], %(ibans)s::text[], %(bics)s::text[])
        AS n (id, number, reference, holder, iban, bic) ON n.id = s.id
    LEFT JOIN (
        SELECT account_id, currency, max(remark) AS remark
        FROM unnest(%(remark_accounts)s::bigint[], %(remark_currencies)s::text[],
            %(remarks)s::text[]) AS r (account_id, currency, remark)
        GROUP BY account_id, currency
    ) r ON (r.account_id, r.currency) = (s.account_id, s.currency)
"""
_NOTED = """
    SELECT b.pseudonym, jsonb_build_object('invoices', count(*))
    FROM staged_invoice s JOIN accounts_subject b ON b.id = s.account_id GROUP BY b.pseudonym
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
    SELECT l.id, s.account_id, s.id,
        row_number() OVER (PARTITION BY s.id ORDER BY l.position, l.id),
        l.product, l.description, l.quantity, sign * l.price, sign * l.discount, sign * l.amount,
        l.supply, t.category, t.rate, l.starts, l.ends, l.original_id
    FROM staged_line l JOIN staged_treatment t USING (account_id, supply, supplied_on)
    JOIN staged_invoice s ON s.account_id = l.account_id AND s.currency = l.currency
"""
# A credit note pays what is owed, first of the invoice that it takes back: who has not paid for
# something gets nothing to their credit by giving it back.
_ENTRIES = f"""
    WITH made AS (
        INSERT INTO {Transaction._meta.db_table} (account_id, kind, at, "on", key)
        SELECT account_id, CASE WHEN sign > 0 THEN 'invoice' ELSE 'credit note' END, %(at)s, %(on)s,
            'invoice ' || id
        FROM staged_invoice WHERE net + tax <> 0
        RETURNING id, key
    ), paid AS (
        SELECT s.id, o.invoice_id, least(o.owed, o.before - s.net - s.tax) AS amount
        FROM staged_invoice s CROSS JOIN LATERAL (
            SELECT i.id AS invoice_id, sum(p.amount) AS owed, sum(p.amount) - sum(sum(p.amount))
                OVER (ORDER BY i.id IS DISTINCT FROM s.original_id, i.due_on, i.id) AS before
            FROM {Invoice._meta.db_table} i
            JOIN {Posting._meta.db_table} p ON p.invoice_id = i.id AND p.ledger = 'receivable'
            WHERE i.account_id = s.account_id AND i.currency = s.currency
            GROUP BY i.id HAVING sum(p.amount) > 0
        ) o
        WHERE s.sign < 0 AND s.net + s.tax < o.before
    ), leg AS (
        SELECT s.id, s.id AS about, '' AS part,
            CASE WHEN sign > 0 THEN 'receivable' ELSE 'credit' END AS ledger,
            net + tax + coalesce((SELECT sum(amount) FROM paid WHERE paid.id = s.id), 0) AS amount
        FROM staged_invoice s
        UNION ALL SELECT id, invoice_id, '', 'receivable', -amount FROM paid
        UNION ALL SELECT id, id, '', 'revenue', -net FROM staged_invoice
        UNION ALL SELECT s.id, s.id, t.country, 'tax', -sum(t.amount)
        FROM staged_tax t JOIN staged_invoice s USING (account_id, currency)
        GROUP BY s.id, t.country
    )
    INSERT INTO {Posting._meta.db_table}
    (account_id, transaction_id, invoice_id, ledger, part, currency, amount)
    SELECT s.account_id, made.id, leg.about, leg.ledger, leg.part, s.currency, leg.amount
    FROM staged_invoice s JOIN made ON made.key = 'invoice ' || s.id JOIN leg ON leg.id = s.id
    WHERE leg.amount <> 0
"""


_WHOSE = "SELECT account_id, bool_or(sign < 0) FROM staged_invoice GROUP BY account_id"


@dataclass(frozen=True)
class Issued:
    """What was issued. untreated: accounts whose lines could not be taxed yet, each with why."""

    invoices: tuple[int, ...]
    untreated: tuple[Untreated, ...] = ()


@act
def issue(drafts: Iterable[Draft], *, at: datetime) -> list[Invoice]:
    """Issue an invoice for each account and currency of these drafts; see `issue_staged`.

    Raises TaxError where nobody can say how a line is taxed, with what to do; nothing is issued.
    """
    drafts = list(drafts)
    lock_accounts([draft.account.pk for draft in drafts])
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
    issued = issue_staged(at=at, remarks=[draft for draft in drafts if draft.remark])
    for untreated in issued.untreated:
        raise untreated.error
    found = Invoice.objects.in_bulk(issued.invoices)
    return [found[key] for key in issued.invoices]


def stage() -> None:
    """Make room for the lines that this transaction is to issue."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)


def stage_lines(rows: Iterable[Mapping[str, Any]]) -> None:
    """Stage lines to be issued; each is a row of `staged_line`, by column."""
    statement = f"COPY staged_line ({', '.join(_COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row[column] for column in _COLUMNS])


def issue_staged(*, at: datetime, remarks: Sequence[Draft] = ()) -> Issued:
    """Issue an invoice for each account and currency of the lines that are staged.

    What comes to less than nothing is a credit note, of positive amounts: it pays what the customer
    owes, and the rest is to their credit. What is there pays what is owed, and of what is owed then
    the owners are told. Each line is taxed as on the day of its supply; an account whose lines
    cannot be taxed yet is left out, and told of. `staged_line.id` becomes the key of the invoice's
    line, so that who has staged a `source` finds the line by it. Whoever calls has locked the
    accounts.
    remarks: drafts that have one, for the invoice of their account and currency.
    """
    policy, today = policy_on(at), day_at(at)
    untreated = treat_and_sum(at=at)
    numbered = _number(at)
    columns = zip(*numbered, strict=True) if numbered else [[]] * len(_NUMBERED)
    values: dict[str, Any] = {"at": at, "on": today, "home": home_currency(policy)}
    values |= sealed_seller(policy)
    values |= zip(_NUMBERED, map(list, columns), strict=True)
    values |= {
        "remark_accounts": [draft.account.pk for draft in remarks],
        "remark_currencies": [draft.currency for draft in remarks],
        "remarks": [draft.remark for draft in remarks],
    }
    with connection.cursor() as cursor:
        for statement in (_INVOICES, _TAXES, _LINES, _ENTRIES):
            cursor.execute(statement, values)
        cursor.execute(_WHOSE)
        gives_back = dict(cursor.fetchall())
    note_each(ISSUED, _NOTED, at=at, rule="keep.invoice", policy=policy)
    apply_balances(gives_back, at=at)
    if credited := [account for account, gives in gives_back.items() if gives]:
        tell_paid(credited, at=at)
    keys = tuple(row[0] for row in numbered)
    mail_invoices(keys, at=at)
    return Issued(keys, untreated)


def treat_and_sum(*, at: datetime) -> tuple[Untreated, ...]:
    """Stage what the invoices of the staged lines come to; who is left out, each with why."""
    policy, today = policy_on(at), day_at(at)
    untreated = treat(policy, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_TAX)
    rates, without = rates_to_home(policy, today)
    with connection.cursor() as cursor:
        cursor.execute(_SUM, {"today": today, "days": provider().invoice_term.days})
        if rates:
            names = ("currencies", "rates", "factors")
            columns = zip(names, map(list, zip(*rates, strict=True)), strict=True)
            cursor.execute(_AT_HOME, {"home": home_currency(policy), **dict(columns)})
    return (*untreated, *without)


def _number(at: datetime) -> list[tuple[int, str, str, str, str, str]]:
    """Number what is staged: its keys, each with its number, the reference it is paid by, and the
    holder, the IBAN and the BIC of the bank account that it names.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sign, currency FROM staged_invoice ORDER BY id")
        staged = cursor.fetchall()
    banks = {currency: account_for(currency) for currency in {c for _k, _s, c in staged}}
    kinds = {currency: kind_for(bank.iban) for currency, bank in banks.items() if bank}
    rows: list[tuple[int, str, str, str, str, str]] = []
    for sign, series in ((1, Series.Kind.INVOICE), (-1, Series.Kind.CREDIT_NOTE)):
        of_kind = [(key, currency) for key, each, currency in staged if each == sign]
        if not of_kind:
            continue
        numbers = take_numbers(series, len(of_kind), at=at)
        for (key, currency), number in zip(of_kind, numbers, strict=True):
            kind = kinds.get(currency) if sign > 0 else None
            bank = banks[currency] if sign > 0 else None
            told = (bank.holder, bank.iban, bank.bic) if bank else ("", "", "")
            rows.append((key, number, kind.make(digits_of(number)) if kind else "", *told))
    return sorted(rows)


def sealed_seller(policy: Policy) -> dict[str, str]:
    """The supplier as an invoice seals it (Directive 2006/112/EC Art. 226(3), (5))."""
    us = policy.tables.provider
    return {
        "seller_name": us.legal_name or us.name,
        "seller_address": us.address or "",
        "seller_postcode": provider().seller.postcode,
        "seller_city": provider().seller.city,
        "seller_country": us.country,
        "seller_tax_id": provider().taxes.number,
        "seller_contact": provider().seller.contact,
    }
