"""`troth bank`: read statements of the bank, and list the lines that wait for somebody."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from troth.cli.platform import ready
from troth.core.errors import TrothError
from troth.core.money import major


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="bank_command", required=True, metavar="COMMAND")
    read = commands.add_parser("read", help="read statements, camt.053 or MT940, each once")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    commands.add_parser("queue", help="list the lines that wait, without names")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when a file cannot be read: the others are read all the same."""
    return _read(args.files) if args.bank_command == "read" else _queue()


def _read(files: list[Path]) -> int:
    ready()
    from troth.bank.read import LARGEST
    from troth.bank.take_in import take_in

    refused = []
    for path in files:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
            taken = take_in(data, at=datetime.now(UTC))
        except OSError:
            refused.append(f"{path}: there is no such file, or it cannot be opened.")
        except TrothError as refusal:
            refused.append(f"{path}: {refusal}")
        else:
            new = f"{_new(taken.statements, 'statement')}, {_new(taken.lines, 'line')}"
            print(f"{path}: {new}, {taken.settled} settled.")
            for gap in taken.gaps:
                print(f"{path}: {gap}", file=sys.stderr)
    if refused:
        raise TrothError("\n".join(refused))
    return 0


def _new(count: int, what: str) -> str:
    return f"{count} new {what}{'s' * (count != 1)}"


def _queue() -> int:
    ready()
    from troth.bank.models import BankLine

    waiting = BankLine.objects.waiting().order_by("booked_on", "pk")
    for line in waiting.values("pk", "booked_on", "amount", "currency"):
        amount = major(line["amount"], line["currency"])
        print(f"{line['pk']:>8}  {line['booked_on']}  {amount:>14} {line['currency']}")
    if not waiting.exists():
        print("No line waits.")
    return 0
