"""`troth bill`: invoice what is due."""

import argparse
import sys
from datetime import UTC, datetime

from troth.cli.keep import day, not_to_come
from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", help="as of this day, YYYY-MM-DD (default: today)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be, invoice nothing")


def run(args: argparse.Namespace) -> int:
    """Exit code 0, also when nothing was due; 1 when an account could not be invoiced."""
    chosen = None if args.on is None else day(args.on)
    ready()
    from troth.core.day import day_at
    from troth.core.money import money
    from troth.services.bill import bill

    now = datetime.now(UTC)
    on = not_to_come(chosen, day_at(now), args)
    billed = bill(on=on, at=now, dry_run=args.dry_run)
    verb = "Would be invoiced" if args.dry_run else "Invoiced"
    for currency, each in sorted(billed.sums.items()):
        net, tax = money(each.net, currency), money(each.tax, currency)
        print(f"{verb}: {each.invoices} of {net} and {tax} of tax")
    if not billed.sums:
        print(f"Nothing is to be invoiced on {on}.")
    for untreated in billed.untreated:
        print(f"Account {untreated.account} waits: {untreated.error}", file=sys.stderr)
    return 1 if billed.untreated else 0
