"""The books in the language of beancount, for whoever checks them by a program that is not ours."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from troth.billing.books import journal
from troth.billing.models import Posting
from troth.core.money import major

Ledger = Posting.Ledger
_ACCOUNTS = {
    Ledger.RECEIVABLE: "Assets:Receivable",
    Ledger.CASH: "Assets:Cash",
    Ledger.UNDERWAY: "Assets:Underway",
    Ledger.DISPUTED: "Assets:Disputed",
    Ledger.CREDIT: "Liabilities:Customers",
    Ledger.TAX: "Liabilities:Tax",
    Ledger.REVENUE: "Income:Revenue",
    Ledger.LATE_FEES: "Income:LateFees",
    Ledger.UNCLAIMED: "Income:Unclaimed",
    Ledger.INTEREST: "Income:Interest",
    Ledger.FEES: "Expenses:Fees",
    Ledger.WRITE_OFFS: "Expenses:WriteOffs",
}


def beancount(since: date | None = None, until: date | None = None) -> Iterator[str]:
    """The journal of some days, line by line; each account is opened where it is first used."""
    yield 'option "title" "Troth"'
    opened = set()
    for _entry, rows in groupby(journal(since, until), key=lambda row: row["entry"]):
        postings = [(_account(row["ledger"], row["part"]), row) for row in rows]
        first = postings[0][1]
        for account in dict.fromkeys(account for account, _row in postings):
            if account not in opened:
                opened.add(account)
                yield f"{first['day']} open {account}"
        numbers = dict.fromkeys(row["number"] for _account, row in postings if row["number"])
        yield f'{first["day"]} * "{first["kind"]}" "{" ".join(numbers)}"'
        yield f"  entry: {first['entry']}"
        for account, row in postings:
            yield f"  {account}  {major(row['amount'], row['currency'])} {row['currency']}"


def _account(ledger: str, part: str) -> str:
    """`Assets:Cash:Transfer`; a part has the characters that beancount takes."""
    name = re.sub("[^A-Za-z0-9-]", "-", part).strip("-")
    more = f":{name[0].upper()}{name[1:]}" if name else ""
    return f"{_ACCOUNTS[Ledger(ledger)]}{more}"
