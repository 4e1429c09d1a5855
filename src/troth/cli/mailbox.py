"""`troth mailbox`: take in the requests that have come by e-mail."""

import argparse
from datetime import UTC, datetime

from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when there is no mailbox, or when it cannot be read."""
    ready()
    from troth.requests.mailbox.read_mailbox import read_mailbox

    taken = read_mailbox(at=datetime.now(UTC))
    print(f"{taken} new request{'' if taken == 1 else 's'} by e-mail.")
    return 0
