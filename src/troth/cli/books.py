"""`troth books`: the ledger for accountants. Nothing here names a customer."""

import argparse
import csv
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.cli.keep import day
from troth.cli.platform import ready

if TYPE_CHECKING:
    from troth.billing.books import Balance


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="books_command", required=True, metavar="COMMAND")
    trial = commands.add_parser("trial", help="what each account of the ledger has taken")
    journal = commands.add_parser("journal", help="every posting, by day")
    for each in (trial, journal):
        each.add_argument("--csv", action="store_true", help="as CSV")
    commands.add_parser("check", help="whether all of it adds up; exit code 1 where it does not")
    export = commands.add_parser("beancount", help="write the journal for beancount")
    export.add_argument(
        "file", type=Path, metavar="FILE", help="which is replaced; - is the output"
    )
    for each in (trial, journal, export):
        each.add_argument("--from", dest="since", type=day, metavar="DAY", help="from this day on")
        each.add_argument("--until", type=day, metavar="DAY", help="up to this day, and with it")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 where the books do not add up."""
    ready()
    from troth.bank.reconcile import reconcile
    from troth.billing.beancount import beancount
    from troth.billing.books import check, journal, trial
    from troth.billing.unclaimed import unclaimed
    from troth.core.money import major
    from troth.core.replace_file import replace_file
    from troth.gateways.payout_gaps import payout_gaps

    if args.books_command == "check":
        wrong = check() + reconcile() + payout_gaps(at=datetime.now(UTC))
        print("\n".join(f"{each[:1].upper()}{each[1:]}." for each in wrong) or "The books add up.")
        for currency, amount in unclaimed().items():
            told = f"{major(amount, currency)} {currency}"
            print(f"Balances of {told} belong to nobody any more; book them at the desk.")
        return 1 if wrong else 0
    if args.books_command == "beancount":
        text = "\n".join(beancount(args.since, args.until)) + "\n"
        if str(args.file) == "-":
            print(text, end="")
        else:
            replace_file(args.file, text.encode())
        return 0
    if args.books_command == "trial":
        _write(_TRIAL, map(_balance, trial(args.since, args.until)), args.csv)
    else:
        _write(_JOURNAL, map(_posting, journal(args.since, args.until)), args.csv)
    return 0


_TRIAL = {"account": 32, "debits": 18, "credits": 18, "balance": 18, "currency": 8}
_JOURNAL = {"day": 10, "entry": 9, "kind": 15, "account": 26, "amount": 16, "currency": 8} | {
    "document": 14,
    "payment": 9,
}
_FIGURES = {"debits", "credits", "balance", "amount", "entry", "payment"}


def _balance(of: "Balance") -> Iterable[Any]:
    from troth.core.money import major

    figures = (major(amount, of.currency) for amount in (of.debits, of.credits, of.amount))
    return (_named(of.ledger, of.part), *figures, of.currency)


def _posting(row: dict[str, Any]) -> Iterable[Any]:
    from troth.core.money import major

    account = _named(row["ledger"], row["part"])
    amount = major(row["amount"], row["currency"])
    document, payment = row["number"] or "", row["payment"] or ""
    start = (row["day"], row["entry"], row["kind"], account)
    return (*start, amount, row["currency"], document, payment)


def _named(ledger: str, part: str) -> str:
    return f"{ledger}: {part}" if part else ledger


def _write(columns: dict[str, int], rows: Iterable[Iterable[Any]], as_csv: bool) -> None:
    """Print a table, as columns or as CSV."""
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        return
    for row in (columns, *rows):
        cells = (
            f"{cell!s:>{width}}" if name in _FIGURES else f"{cell!s:<{width}}"
            for (name, width), cell in zip(columns.items(), row, strict=True)
        )
        print(" ".join(cells).rstrip())
