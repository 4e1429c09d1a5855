"""`troth night`: do what the worker does about services and money every night."""

import argparse
import sys
from datetime import UTC, datetime

from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0, also when nothing was due; 1 when something waits for somebody of the staff."""
    ready()
    from troth.services.by_night import by_night

    billed = by_night(at=datetime.now(UTC))
    if billed is None:
        print(
            "Many invoices are due; none is made before staff agree at the desk.", file=sys.stderr
        )
        return 1
    print(f"Done. Invoices made: {billed.invoices}")
    for untreated in billed.untreated:
        print(f"Account {untreated.account} waits: {untreated.error}", file=sys.stderr)
    return 1 if billed.untreated else 0
