"""`troth publish FILE`: put a policy in force."""

import argparse
import sys
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from troth.cli.platform import ready
from troth.core.errors import TrothError

if TYPE_CHECKING:
    from troth.policy.parse import Policy
    from troth.publishing.models import PublishedPolicy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the policy")
    parser.add_argument(
        "--editorial",
        metavar="EMAIL",
        help="who of the staff answers for it that changed prose means the same: it then does not "
        "wait for a notice",
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the policy has mistakes, cannot run, or would at once leave a plug-in
    that is switched on without a rule, and then nothing changes."""
    from troth.policy.parse import read

    policy = read(Path(args.file))
    ready()
    from troth.cli.person import by_email
    from troth.core.conflicts import act
    from troth.core.day import day_at
    from troth.gates.recipient import unruled
    from troth.messaging.announce import announce
    from troth.publishing.running import runs_on

    at = datetime.now(UTC)
    stopped = not runs_on(at)
    answers = by_email(args.editorial) if args.editorial else None
    if answers and not answers.is_staff:
        raise TrothError("Only staff can answer for that; see: troth staff list")
    published = act(put_in_force)(
        policy, at=at, editorial_by=answers.pseudonym if answers else None
    )
    first_day = published.in_force_from
    print(f"Version {published.version} is published; in force from {first_day}.")
    if first_day > day_at(at):
        for line in chain(*unruled(policy.tables).values()):
            print(f"Before {first_day}: {line}", file=sys.stderr)
    if stopped:
        print("It replaces a text that could not run here, so no notice was waited for.")
    if queued := announce(at=at):
        told = "1 message tells" if queued == 1 else f"{queued} messages tell"
        print(f"{told} what changes, and from when.")
    return 0


def put_in_force(
    policy: "Policy", *, at: datetime, editorial_by: UUID | None = None
) -> "PublishedPolicy":
    """Publish it; for a later day also where a plug-in would be left without a rule.

    Raises TrothError for a version that names another text already: customers, who accept a policy
    by its version, could not tell the two apart.
    """
    from troth.core.day import day_at
    from troth.gates.recipient import require_rules
    from troth.publishing.models import PublishedPolicy
    from troth.publishing.publish import publish

    version = policy.tables.policy.version
    if PublishedPolicy.objects.filter(version=version).exclude(digest=policy.digest).exists():
        raise TrothError(
            f"Another text was published as version {version}; give this one a version of its own "
            "in [policy]."
        )
    published = publish(policy, at=at, editorial_by=editorial_by)
    if published.in_force_from <= day_at(at):
        require_rules(policy.tables)
    return published
