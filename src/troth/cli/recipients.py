"""`troth recipients`: what each recipient has to sign before it is told anything."""

import argparse
import json
from datetime import UTC, datetime
from typing import Any

from troth.cli.keep import day
from troth.cli.line import line
from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="recipients_command", required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="recipients, what is on record and what is missing")
    listing.add_argument("--json", action="store_true")
    enter = commands.add_parser("enter", help="put on record what a recipient has signed")
    enter.add_argument("recipient", help="the NAME of its [share.NAME]")
    enter.add_argument("kind", help="agreement, instructions, confidentiality or safeguards")
    enter.add_argument("--signed", required=True, metavar="DATE", help="the day on the document")
    enter.add_argument("--purposes", default="", help="those that instructions name, with commas")
    enter.add_argument("--note", type=line, default="", help="where the document lies")
    end = commands.add_parser("end", help="end an undertaking")
    end.add_argument("number", type=int, help="as `troth recipients list` shows it")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 where what is to be entered or ended is refused, and by `list` while a plug-in
    that is switched on waits for an undertaking."""
    match args.recipients_command:
        case "enter":
            return _enter(args)
        case "end":
            return _end(args)
        case _:
            return _list(args)


def _enter(args: argparse.Namespace) -> int:
    signed_on = day(args.signed)
    ready()
    from troth.gates.enter_undertaking import enter_undertaking

    entered = enter_undertaking(
        args.recipient,
        args.kind,
        signed_on,
        purposes=[each.strip() for each in args.purposes.split(",") if each.strip()],
        note=args.note,
        at=datetime.now(UTC),
    )
    print(f"Undertaking {entered.pk} of {args.recipient} is on record.")
    return 0


def _end(args: argparse.Namespace) -> int:
    ready()
    from troth.gates.end_undertaking import end_undertaking

    found = end_undertaking(args.number, at=datetime.now(UTC))
    print(f"Undertaking {found.pk} of {found.recipient} is ended.")
    return 0


def _list(args: argparse.Namespace) -> int:
    ready()
    from troth.gates.on_record import on_record
    from troth.publishing.running import policy_on

    at = datetime.now(UTC)
    found = on_record(policy_on(at), at=at)
    rows: list[dict[str, Any]] = [
        {
            "recipient": each.name,
            "switched_on": each.on,
            "receives": each.receives,
            "needs": each.needs,
            "missing": [lack.words for lack in each.missing],
            "on_record": [
                {
                    "number": signed.pk,
                    "kind": signed.kind,
                    "signed_on": signed.signed_on.isoformat(),
                    "purposes": signed.purposes,
                }
                for signed in each.undertakings
            ],
        }
        for each in found
    ]
    if args.json:
        print(json.dumps(rows, indent=2))
    elif not rows:
        print("The policy names no recipients, and no plug-in is switched on.")
    for row in rows if not args.json else ():
        on = "switched on" if row["switched_on"] else "no plug-in"
        lacks = f"; missing: {', '.join(row['missing'])}" if row["missing"] else ""
        print(f"{row['recipient']}: {on}{lacks}")
        for signed in row["on_record"]:
            purposes = f" for {', '.join(signed['purposes'])}" if signed["purposes"] else ""
            print(f"{signed['number']:>7}  {signed['kind']}, {signed['signed_on']}{purposes}")
    return 1 if any(each.waits for each in found) else 0
