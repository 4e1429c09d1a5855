"""What customers owe on a day, by how long it is due."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from troth.billing.models import Posting
from troth.reports.books import booked
from troth.reports.table import Bar, Column, Row, Table, difference

_OWED = """
    SELECT currency, account, least((greatest(late, 0) + 29) / 30, 4) AS age, sum(owed)
    FROM (
        SELECT p.currency, max(p.account_id) AS account, sum(p.amount) AS owed,
            coalesce(%(day)s::date - i.due_on, 0) AS late
        FROM billing_posting p JOIN billing_transaction t ON t.id = p.transaction_id
        LEFT JOIN billing_invoice i ON i.id = p.invoice_id
        WHERE p.ledger = 'receivable' AND t."on" <= %(day)s::date
        GROUP BY p.currency, i.id, i.due_on, CASE WHEN i.id IS NULL THEN p.account_id END
        HAVING sum(p.amount) <> 0
    ) open GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Aged:
    """What is owed in one currency, in minor units: of each account by age.

    The ages are: not due, 1 to 30 days, 31 to 60, 61 to 90, more. An account that is None has been
    emptied: its invoices are nobody's. `books` is what the ledger says.
    """

    currency: str
    by: dict[int | None, list[int]]
    books: int

    @property
    def sums(self) -> list[int]:
        return [sum(ages) for ages in zip(*self.by.values(), strict=True)] or [0] * 5


def aged(on: date) -> list[Aged]:
    """What is owed at the end of a day, by currency."""
    by: defaultdict[str, dict[int | None, list[int]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_OWED, {"day": on})
        for currency, account, age, owed in cursor.fetchall():
            by[currency].setdefault(account, [0] * 5)[age] = int(owed)
    books = booked(Posting.Ledger.RECEIVABLE, None, on)
    return [
        Aged(currency, by[currency], books.get(currency, 0))
        for currency in sorted({*by, *(each for each, amount in books.items() if amount)})
    ]


def aged_tables(on: date) -> list[Table]:
    """The same as tables, an account in each row, who owes most first."""
    return [_table(each) for each in aged(on)]


def _table(of: Aged) -> Table:
    ages = (
        _("Not due"),
        _("1 to 30 days"),
        _("31 to 60 days"),
        _("61 to 90 days"),
        _("Over 90 days"),
    )
    sums = of.sums
    return Table(
        _("Owed in %(currency)s") % {"currency": of.currency},
        (
            Column(_("Customer")),
            *(Column(label, of.currency) for label in (*ages, _("Sum"))),
        ),
        [
            Row((_whose(account), *owed, sum(owed)), account)
            for account, owed in sorted(of.by.items(), key=lambda each: -sum(each[1]))
        ],
        (_("Sum"), *sums, sum(sums)),
        [Bar(label, amount) for label, amount in zip(ages, sums, strict=True)],
        difference(sum(sums), of.books, of.currency),
    )


def _whose(account: int | None) -> str:
    if account is None:
        return _("No longer anyone’s")
    return _("Account %(number)s") % {"number": account}
