"""`troth night`: do what the worker does about services and money every night."""

import argparse
import sys
from datetime import UTC, datetime

from troth.cli.bill import tell
from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0, also when nothing was due; 1 when something waits for somebody of the staff."""
    ready()
    from troth.core.day import day_at
    from troth.services.by_night import by_night

    now = datetime.now(UTC)
    billed = by_night(at=now)
    if billed is None:
        print("Many invoices are due, and wait for a yes at the desk.", file=sys.stderr)
        return 1
    return tell(billed, "Invoiced", on=day_at(now))
