"""`troth publish FILE`: put a policy in force."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from troth.cli.platform import ready
from troth.core.errors import TrothError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the policy")
    parser.add_argument(
        "--editorial",
        metavar="EMAIL",
        help="who of the staff answers for it that changed prose means the same: it then does not "
        "wait for a notice",
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the policy has mistakes or cannot run, and then nothing changes."""
    from troth.policy.parse import read

    policy = read(Path(args.file))
    ready()
    from troth.cli.person import by_email
    from troth.messaging.announce import announce
    from troth.publishing.publish import publish
    from troth.publishing.running import runs_on

    at = datetime.now(UTC)
    stopped = not runs_on(at)
    answers = by_email(args.editorial) if args.editorial else None
    if answers and not answers.is_staff:
        raise TrothError("Only staff can answer for that; see: troth staff list")
    published = publish(policy, at=at, editorial_by=answers.pseudonym if answers else None)
    print(f"Version {published.version} is published; in force from {published.in_force_from}.")
    if stopped:
        print("It replaces a text that could not run here, so no notice was waited for.")
    if queued := announce(at=at):
        print(f"{queued} messages tell what changes, and from when.")
    return 0
