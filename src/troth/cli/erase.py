"""`troth erase EMAIL`: erase a person on request."""

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from troth.cli.platform import ready
from troth.core.errors import TrothError, UsageError

if TYPE_CHECKING:
    from troth.erasure.receipt import Lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="the address that the person signs in with")
    parser.add_argument(
        "--under-age", action="store_true", help="because they are younger than the policy takes"
    )
    parser.add_argument("--preview", action="store_true", help="say what would go, erase nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when erased or previewed; 1 when the answer to the question was no."""
    ready()
    from troth.accounts.owned import owned_accounts
    from troth.accounts.unfinished import unfinished
    from troth.cli.person import by_email
    from troth.erasure.erase import erase
    from troth.erasure.foresee import preview
    from troth.erasure.receipt import Lines
    from troth.erasure.under_age import erase_under_age

    person = by_email(args.email)
    at = datetime.now(UTC)
    counts = preview(person, at=at, child=args.under_age).as_counts()
    still_open = unfinished(owned_accounts(person), at=at)
    foreseen = [
        _say(Lines.of(counts)),
        *(f"  {each.told}: {', '.join(each.rows)}" for each in still_open),
    ]
    if args.preview:
        print(json.dumps(counts, indent=2) if args.json else "\n".join(foreseen))
        return 0
    if not args.yes:
        if not sys.stdin.isatty():
            raise UsageError("Nobody is there to confirm; say --yes, or --preview to look first.")
        print("\n".join(foreseen), file=sys.stderr)
        if input("Erase? This cannot be undone. Type yes: ").strip().lower() != "yes":
            raise TrothError("Nothing was erased.")
    erasure = (erase_under_age if args.under_age else erase)(person, at=at)
    if args.json:
        answer = {"receipt": str(erasure.receipt), "complete": erasure.complete, **erasure.counts}
        print(json.dumps(answer, indent=2))
        return 0
    print(_say(Lines.of(erasure.counts)))
    print(f"Receipt: {erasure.receipt}")
    if not erasure.complete:
        print("A hold keeps the rest; it goes with the first sweep after the hold is lifted.")
    return 0


def _say(lines: "Lines") -> str:
    text = [
        f"  {line.rows:>7}  {line.text}{f' ({line.why[:-1]})' if line.why else ''}"
        for line in lines.gone
    ] or ["  nothing goes"]
    for line in lines.stays:
        rows = f"{line.rows:>7}" if line.rows else " " * 7
        text.append(f"  {rows}  {line.text}{f' ({line.rule})' if line.rule else ''}")
    return "\n".join(text)
