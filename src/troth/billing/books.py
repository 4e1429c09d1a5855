"""The books as accountants read them: trial balance, journal, and whether all of it adds up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Sum

from troth.billing.models import Posting


@dataclass(frozen=True)
class Balance:
    """What an account of the ledger has taken, in minor units."""

    currency: str
    ledger: str
    part: str
    debits: int
    credits: int

    @property
    def amount(self) -> int:
        return self.debits - self.credits


def _between(since: date | None, until: date | None) -> QuerySet[Posting]:
    """The postings of the days from `since` to `until`, both included."""
    found = Posting.objects.all()
    if since:
        found = found.filter(transaction__on__gte=since)
    if until:
        found = found.filter(transaction__on__lte=until)
    return found


def trial(
    since: date | None = None, until: date | None = None, of: Posting.Ledger | None = None
) -> list[Balance]:
    """The trial balance of some days, by currency; with `of`, of that ledger account alone."""
    found = (
        _between(since, until)
        .filter(**{"ledger": of} if of else {})
        .order_by("currency", "ledger", "part")
        .values_list("currency", "ledger", "part")
        .annotate(
            debits=Sum("amount", filter=Q(amount__gt=0), default=0),
            credits=-Sum("amount", filter=Q(amount__lt=0), default=0),
        )
    )
    return [Balance(*row) for row in found]


def journal(since: date | None = None, until: date | None = None) -> Iterator[dict[str, Any]]:
    """Every posting of some days in its order, without a word about anybody."""
    found = _between(since, until).order_by("transaction__on", "transaction", "pk")
    columns = ("ledger", "part", "currency", "amount", "payment")
    rows = found.values(
        *columns,
        entry=F("transaction"),
        day=F("transaction__on"),
        kind=F("transaction__kind"),
        number=F("invoice__number"),
    )
    yield from rows.iterator(chunk_size=5_000)


# What has to find nothing, and what it means where it does. Each gives the name of what is wrong.
_CHECKS = {
    "debits and credits of entry {} differ": """
        SELECT transaction_id FROM billing_posting GROUP BY transaction_id, currency
        HAVING sum(amount) <> 0""",
    "document {} owes less than nothing": """
        SELECT i.number FROM billing_posting p JOIN billing_invoice i ON i.id = p.invoice_id
        WHERE p.ledger = 'receivable' GROUP BY i.id HAVING sum(p.amount) < 0""",
    "invoice {} was not entered as it was issued": """
        SELECT i.number FROM billing_invoice i
        WHERE i.kind = 'invoice' AND i.total <> (
            SELECT coalesce(sum(p.amount), 0) FROM billing_posting p
            JOIN billing_transaction t ON t.id = p.transaction_id
            WHERE p.invoice_id = i.id AND p.ledger = 'receivable' AND t.kind = 'invoice')""",
    "credit note {} was not entered as it was issued": """
        SELECT i.number FROM billing_invoice i
        WHERE i.kind = 'credit note' AND i.net <> (
            SELECT coalesce(sum(p.amount), 0) FROM billing_posting p
            WHERE p.invoice_id = i.id AND p.ledger = 'revenue')""",
    "the lines or taxes of document {} do not add up to it": """
        SELECT i.number FROM billing_invoice i
        WHERE i.net <> (SELECT coalesce(sum(amount), 0) FROM billing_invoiceline
                        WHERE invoice_id = i.id)
           OR i.tax <> (SELECT coalesce(sum(amount), 0) FROM billing_invoicetax
                        WHERE invoice_id = i.id)""",
    "more of line {} was credited than it came to": """
        SELECT l.id FROM billing_invoiceline l JOIN billing_invoiceline c ON c.original_id = l.id
        JOIN billing_invoice i ON i.id = c.invoice_id
        GROUP BY l.id
        HAVING abs(sum(CASE WHEN i.kind = 'credit note' THEN c.amount ELSE -c.amount END))
            > abs(l.amount)""",
    "document {} has an entry in another currency": """
        SELECT DISTINCT i.number FROM billing_posting p
        JOIN billing_invoice i ON i.id = p.invoice_id WHERE p.currency <> i.currency""",
    "payment {} was not entered as it came": """
        SELECT y.id FROM billing_payment y
        WHERE CASE WHEN y.taken_back_at IS NULL THEN y.amount ELSE 0 END <> (
            SELECT coalesce(sum(p.amount), 0) FROM billing_posting p
            WHERE p.payment_id = y.id AND p.ledger = 'cash')""",
    "more of payment {} went back than came": """
        SELECT y.id FROM billing_payment y JOIN billing_payment r ON r.refunds_id = y.id
        JOIN billing_transaction t ON t.key = 'payment ' || r.id
        WHERE r.taken_back_at IS NULL  -- what we pay back, a bank may take back besides
        GROUP BY y.id, t.kind = 'chargeback' HAVING y.amount + sum(r.amount) < 0""",
    "the balance of account {} is below nothing": """
        SELECT account_id FROM billing_posting WHERE ledger = 'credit' AND account_id IS NOT NULL
        GROUP BY account_id, currency HAVING sum(amount) > 0""",
    "the tax on documents is not the tax in the ledger: {}": """
        SELECT concat_ws(' ', currency, country) FROM (
            SELECT i.currency, t.country,
                CASE WHEN i.kind = 'invoice' THEN t.amount ELSE -t.amount END AS amount
            FROM billing_invoicetax t JOIN billing_invoice i ON i.id = t.invoice_id
            UNION ALL
            SELECT currency, part, amount FROM billing_posting WHERE ledger = 'tax'
        ) told GROUP BY currency, country HAVING sum(amount) <> 0""",
    "number {} is missing": r"""
        WITH taken AS (
            SELECT s.kind, s.year, s.last, substring(i.number FROM '-(\d+)$')::bigint AS number
            FROM billing_series s JOIN billing_invoice i ON i.kind = s.kind
                AND i.number ~ ('^C?' || s.year || '-\d+$')
        )
        SELECT CASE WHEN kind = 'credit note' THEN 'C' ELSE '' END || year || '-'
            || lpad(n::text, 6, '0')
        FROM (SELECT kind, year, max(last) AS last, min(number) AS first FROM taken GROUP BY 1, 2) s
        CROSS JOIN LATERAL generate_series(s.first, s.last) n
        WHERE NOT EXISTS (SELECT FROM taken t
                          WHERE (t.kind, t.year, t.number) = (s.kind, s.year, n))""",
}
_NAMED = 20


def check() -> list[str]:
    """What does not add up, each in one line, which names nobody."""
    found = []
    with connection.cursor() as cursor:
        for means, finds in _CHECKS.items():
            cursor.execute(f"{finds} ORDER BY 1 LIMIT {_NAMED}")
            found += [means.format(name) for (name,) in cursor.fetchall()]
    return found
