"""What a customer was charged and has paid, entry by entry, with what they owe after each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import F

from troth.accounts.models import Account
from troth.billing.models import Posting, Transaction

# What a customer owes us, less what we owe them, stands in these.
CUSTOMER = (Posting.Ledger.RECEIVABLE, Posting.Ledger.CREDIT, Posting.Ledger.DISPUTED)


@dataclass(frozen=True)
class Line:
    """An entry, in minor units: positive is owed to us. `after`: what is owed with it."""

    entry: int
    on: date
    kind: str
    currency: str
    amount: int
    documents: tuple[str, ...]
    after: int = 0

    @property
    def label(self) -> str:
        return str(Transaction.Kind(self.kind).label)


def statement(account: Account) -> list[Line]:
    """Every entry of a customer, the first one first, each currency for itself.

    What only moves between their balance and an invoice comes to nothing, and is left out.
    """
    return list(_running(_lines(account)))


def _lines(account: Account) -> Iterable[Line]:
    postings = (
        Posting.objects.filter(account=account)
        .order_by("currency", "transaction__on", "transaction", "pk")
        .values_list(
            "transaction",
            "transaction__on",
            "transaction__kind",
            "currency",
            "ledger",
            "amount",
            F("invoice__number"),
        )
    )
    for (entry, on, kind, currency), rows in groupby(postings, key=lambda row: row[:4]):
        parts = list(rows)
        amount = sum(row[5] for row in parts if row[4] in CUSTOMER)
        documents = tuple(dict.fromkeys(row[6] for row in parts if row[6]))
        if amount:
            yield Line(entry, on, kind, currency, amount, documents)


def _running(lines: Iterable[Line]) -> Iterable[Line]:
    for _currency, of_currency in groupby(lines, key=lambda line: line.currency):
        owed = 0
        for line in of_currency:
            owed += line.amount
            yield replace(line, after=owed)
