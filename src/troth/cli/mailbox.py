"""`troth mailbox`: take in requests by e-mail, and delete the mails of those done."""

import argparse
from datetime import UTC, datetime

from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when there is no mailbox, or when it cannot be read."""
    ready()
    from troth.requests.mailbox.delete_mails import delete_mails
    from troth.requests.mailbox.read_mailbox import read_mailbox

    at = datetime.now(UTC)
    taken = read_mailbox(at=at)
    print(f"{taken} new request{'' if taken == 1 else 's'} by e-mail.")
    if deleted := delete_mails(at=at):
        print(f"{deleted} mail{'' if deleted == 1 else 's'} of requests that are done deleted.")
    return 0
