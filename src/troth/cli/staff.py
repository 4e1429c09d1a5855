"""`troth staff`: say who is staff, and in which role."""

import argparse
import json
from datetime import UTC, datetime

from troth.cli.email import email
from troth.cli.platform import ready
from troth.core.errors import TrothError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="staff_command", required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="make somebody staff, or change their role")
    add.add_argument("email", help="the address that they sign in with")
    add.add_argument("--role", required=True, help="owner, privacy, or a role of the policy")
    remove = commands.add_parser("remove", help="take somebody's role away")
    remove.add_argument("email", help="the address that they sign in with")
    listing = commands.add_parser("list", help="everybody on the staff")
    listing.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when there is no such person or role, or no owner would be left."""
    match args.staff_command:
        case "add":
            return _add(args)
        case "remove":
            return _remove(args)
        case _:
            return _list(args)


def _add(args: argparse.Namespace) -> int:
    email(args.email)
    ready()
    from troth.people.appoint import appoint

    person = appoint(args.email, args.role, at=datetime.now(UTC))
    print(f"Person {person.pk} is staff now, with the role {args.role}.")
    if not person.has_usable_password():
        print("They have no password yet; set one with: troth manage changepassword EMAIL")
    return 0


def _remove(args: argparse.Namespace) -> int:
    ready()
    from troth.cli.person import by_email
    from troth.people.appoint import dismiss

    person = by_email(args.email)
    if not person.is_staff:
        raise TrothError("This person is not staff; see: troth staff list")
    dismiss(person, at=datetime.now(UTC))
    print(f"Person {person.pk} is not staff any more; the login stays.")
    return 0


def _list(args: argparse.Namespace) -> int:
    ready()
    from troth.accounts.models import Person
    from troth.gates.acknowledge import acknowledged_by
    from troth.publishing.running import policy_on

    now = datetime.now(UTC)
    acknowledged = acknowledged_by(policy_on(now), at=now)
    rows = [
        {
            "number": person.pk,
            "email": person.email,
            "role": person.staff_role,
            "acknowledged": person.pk in acknowledged,
        }
        for person in Person.objects.filter(is_staff=True).order_by("pk")
    ]
    if args.json:
        print(json.dumps(rows, indent=2))
    elif not rows:
        print("Nobody is staff yet; add the first with: troth staff add EMAIL --role owner")
    for row in rows if not args.json else ():
        note = "" if row["acknowledged"] else "; has still to read the policy"
        print(f"{row['number']:>5}  {row['email']:<32} {row['role'] or 'no role'}{note}")
    return 0
