"""`troth report`: revenue, what comes and goes, what is owed, and taxes, as the desk shows them."""

import argparse
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from troth.cli.keep import day
from troth.cli.platform import ready
from troth.core.errors import UsageError

if TYPE_CHECKING:
    from troth.reports.period import Period
    from troth.reports.table import Table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="report", required=True, metavar="REPORT")
    for name, help in (
        ("revenue", "what was invoiced, by month and product, less what was taken back"),
        ("recurring", "what services bring by the month, and how that has changed"),
        ("churn", "how many customers and services were won and lost, and which part that is"),
        ("tax", "what stands in each return, and all tax held against the books"),
    ):
        each = commands.add_parser(name, help=help)
        each.add_argument(
            "--from", dest="since", type=day, metavar="DAY", help="default: 1 January"
        )
        each.add_argument("--until", type=day, metavar="DAY", help="default: today")
        each.add_argument("--quarter", metavar="2026Q3", help="or a month, or a year")
    owed = commands.add_parser("aged", help="what is owed, by account and how long it is due")
    owed.add_argument("--on", type=day, metavar="DAY", help="default: today")
    for command in commands.choices.values():
        command.add_argument("--csv", action="store_true", help="as CSV")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 where a sum is not what the books say."""
    ready()
    from troth.reports.table import write_csv

    tables = _tables(args, datetime.now(UTC))
    if args.csv:
        write_csv(tables, sys.stdout)
    elif not tables:
        print("There is nothing to report.")
    else:
        print("\n\n".join("\n".join(_lines(table)) for table in tables))
    return 1 if any(table.differs for table in tables) else 0


def _tables(args: argparse.Namespace, at: datetime) -> "list[Table]":
    from troth.core.day import day_at
    from troth.reports.aged import aged_tables
    from troth.reports.churn import churn_tables
    from troth.reports.recurring import recurring_tables
    from troth.reports.revenue import revenue_tables
    from troth.reports.tax import tax_tables

    if args.report == "aged":
        return aged_tables(args.on or day_at(at))
    period = _period(args, day_at(at))
    if args.report == "tax":
        return tax_tables(period, at=at)
    by_name = {"revenue": revenue_tables, "recurring": recurring_tables, "churn": churn_tables}
    return by_name[args.report](period)


def _period(args: argparse.Namespace, today: date) -> "Period":
    from troth.reports.period import Period

    if args.quarter and (args.since or args.until):
        raise UsageError("troth report: give --quarter, or --from and --until")
    if args.quarter:
        return Period.named(args.quarter).until_at_most(today)
    until = args.until or today
    since = args.since or until.replace(month=1, day=1)
    if since > until:
        raise UsageError("troth report: --from is after --until")
    return Period(since, until)


def _lines(table: "Table") -> list[str]:
    """A table as text: what a page shows, without currencies in each cell."""
    rows = table.plain
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    figures = [column.is_number for column in table.columns]
    lines = [
        "  ".join(
            cell.rjust(width) if figure else cell.ljust(width)
            for cell, width, figure in zip(row, widths, figures, strict=True)
        ).rstrip()
        for row in rows
    ]
    return [table.title, *lines, *([table.differs] if table.differs else [])]
