"""`troth keep`: remove everything whose time has come."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

from troth.cli.platform import ready
from troth.core.errors import TrothError, UsageError
from troth.erasure.tally import DONE

if TYPE_CHECKING:
    from troth.erasure.failed import Failed

_VERBS = {"addressed": "erased by an address"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", help="as of this day, YYYY-MM-DD (default: today)")
    parser.add_argument("--dry-run", action="store_true", help="say what would go, remove nothing")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit code 0, also when nothing was due; 1 when a rule could not be kept."""
    chosen = None if args.on is None else day(args.on)
    ready()
    from troth.core.day import day_at
    from troth.erasure.foresee import foresee
    from troth.erasure.keep import keep
    from troth.publishing.running import policy_on

    now = datetime.now(UTC)
    today = day_at(now)
    on = not_to_come(chosen, today, args)
    failed: list[Failed] = []
    if args.dry_run:
        by_rule = foresee(on=on, at=now).by_rule()
    else:
        sweep = partial(keep, progress=_progress) if sys.stderr.isatty() and not args.json else keep
        kept = sweep(on=on, at=now)
        by_rule, failed = kept.by_rule, kept.failed
    found = {key: tally.as_counts() for key, tally in by_rule.items() if tally.removed}
    if args.json:
        listed = [{"rule": r, "record": k, **counts} for (r, k), counts in found.items()]
        version = policy_on(max(on, today)).tables.policy.version
        print(json.dumps({"on": on.isoformat(), "policy": version, "removed": listed}, indent=2))
        return _tell(failed)
    verb = "Would go" if args.dry_run else "Gone"
    if not found and not failed:
        print(f"Nothing is due on {on}.")
    for (rule, _), counts in found.items():
        print(f"{verb} by {rule}: {in_words(counts)}")
    return _tell(failed)


def _tell(failed: "list[Failed]") -> int:
    """Say which rules were not kept; the exit code."""
    for each in failed:
        print(f"Not kept: {each}. The log says where; the other rules were kept.", file=sys.stderr)
    return 1 if failed else 0


def day(text: str) -> date:
    """A day given on the command line. Raises UsageError for anything but YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text[:40]!r} is not a day; write it as 2026-11-22.") from None


def not_to_come(chosen: date | None, today: date, args: argparse.Namespace) -> date:
    """The day that is meant: today without a word. Raises TrothError for a later one, but for
    `--dry-run`."""
    on = chosen or today
    if on > today and not args.dry_run:
        message = f"{on} is still to come; look ahead with --dry-run, or leave --on out for today."
        raise TrothError(message)
    return on


def in_words(counts: dict[str, dict[str, int]]) -> str:
    """`3 tickets erased, 1 invoice depersonalised` from a tally's counts."""
    parts = [
        f"{rows} {record} {_VERBS.get(done, done)}"
        for done in DONE
        for record, rows in counts.get(done, {}).items()
    ]
    return ", ".join(parts)


def _progress(rule: str, rows: int) -> None:
    print(f"\r{rule}: {rows} rows", end="\r", file=sys.stderr)
