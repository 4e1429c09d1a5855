"""`troth bill`: invoice what is due."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TextIO

from troth.cli.keep import day, not_to_come
from troth.cli.platform import ready

if TYPE_CHECKING:
    from troth.billing.treat import Untreated
    from troth.services.bill import Billed

_NAMED = 20  # accounts in a line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", help="as of this day, YYYY-MM-DD (default: today)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be, invoice nothing")


def run(args: argparse.Namespace) -> int:
    """Exit code 0, also when nothing was due; 1 when an account could not be invoiced.

    What waits for an invoice of its own is no such one.
    """
    chosen = None if args.on is None else day(args.on)
    ready()
    from troth.catalog.tax_gaps import rates_run_out
    from troth.core.day import day_at
    from troth.publishing.running import policy_on
    from troth.services.bill import bill

    now = datetime.now(UTC)
    on = not_to_come(chosen, day_at(now), args)
    for line in rates_run_out(policy_on(now), at=now):
        print(line, file=sys.stderr)
    billed = bill(on=on, at=now, dry_run=args.dry_run)
    return tell(billed, "Would be invoiced" if args.dry_run else "Invoiced", on=on)


def tell(billed: "Billed", verb: str, *, on: date) -> int:
    """Say what a run of day `on` made, and who waits; the exit code."""
    from troth.core.money import money
    from troth.tax.decide import ApartError

    for currency, each in sorted(billed.sums.items()):
        net, tax = money(each.net, currency), money(each.tax, currency)
        print(f"{verb}: {each.invoices} of {net} and {tax} of tax")
    if not billed.sums:
        print(f"Nothing is to be invoiced on {on}.")
    apart = [each for each in billed.untreated if isinstance(each.error, ApartError)]
    without = [each for each in billed.untreated if each not in apart]
    _tell(apart, sys.stdout)
    _tell(without, sys.stderr)
    return 1 if without else 0


def _tell(untreated: Iterable["Untreated"], out: TextIO) -> None:
    """A line for each reason to wait, with the accounts that wait for it."""
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for each in untreated:
        waiting[str(each.error)].append(each.account)
    for why, accounts in waiting.items():
        named = ", ".join(map(str, accounts[:_NAMED]))
        more = f" and {len(accounts) - _NAMED} more" if len(accounts) > _NAMED else ""
        who = f"Account {named} waits" if len(accounts) == 1 else f"Accounts {named}{more} wait"
        print(f"{who}: {why}", file=out)
