"""`troth hold`: place, lift and list holds."""

import argparse
import json
from datetime import UTC, datetime
from typing import Any

from troth.cli.keep import day
from troth.cli.line import line
from troth.cli.platform import ready
from troth.core.errors import TrothError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="hold_command", required=True, metavar="COMMAND")
    place = commands.add_parser("place", help="keep records of a person and their accounts")
    place.add_argument("email", help="the address that the person signs in with")
    place.add_argument("--records", default="*", help="comma-separated, such as invoice,payment")
    place.add_argument("--reason", type=line, required=True)
    place.add_argument("--owner", type=line, required=True, help="who answers for the hold")
    place.add_argument("--review", required=True, metavar="DATE", help="when to look at it again")
    lift = commands.add_parser("lift", help="end a hold")
    lift.add_argument("number", type=int, help="as `troth hold list` shows it")
    listing = commands.add_parser("list", help="holds in force, the next review first")
    listing.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the hold or its subject does not exist."""
    match args.hold_command:
        case "place":
            return _place(args)
        case "lift":
            return _lift(args)
        case _:
            return _list(args)


def _place(args: argparse.Namespace) -> int:
    review_on = day(args.review)
    ready()
    from troth.cli.person import by_email
    from troth.erasure.hold import hold_all

    placed = hold_all(
        by_email(args.email),
        records=[record.strip() for record in args.records.split(",")],
        reason=args.reason,
        owner=args.owner,
        review_on=review_on,
        at=datetime.now(UTC),
    )
    for hold in placed:
        print(f"Hold {hold.pk} on the {hold.subject.kind}, to be reviewed on {review_on}.")
    return 0


def _lift(args: argparse.Namespace) -> int:
    ready()
    from troth.erasure.hold import release
    from troth.erasure.models import Hold

    found = Hold.objects.filter(pk=args.number).first()
    if found is None:
        raise TrothError("There is no hold of this number; see: troth hold list")
    release(found, at=datetime.now(UTC))
    print(f"Hold {found.pk} is lifted; what was due meanwhile goes with the next sweep.")
    return 0


def _list(args: argparse.Namespace) -> int:
    ready()
    from troth.erasure.models import Hold

    holds = Hold.objects.filter(lifted_at__isnull=True).select_related("subject")
    holds = holds.order_by("review_on", "pk")
    rows: list[dict[str, Any]] = [
        {
            "number": hold.pk,
            "on": str(hold.subject),
            "records": hold.records,
            "owner": hold.owner,
            "review_on": hold.review_on.isoformat(),
        }
        for hold in holds
    ]
    if args.json:
        print(json.dumps(rows, indent=2))
    elif not rows:
        print("No hold is in force.")
    for row in rows if not args.json else ():
        records = ", ".join(row["records"])
        print(f"{row['number']:>5}  {row['on']:<16} {records}; {row['owner']}, {row['review_on']}")
    return 0
