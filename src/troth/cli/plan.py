"""`troth plan`: what a policy does to the data, with its SQL."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--policy", metavar="FILE", help="default: the one in force")
    parser.add_argument("--json", action="store_true", help="the whole plan as JSON, with its SQL")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the policy has mistakes or cannot run on the models."""
    from troth.policy.parse import read

    file = read(Path(args.policy), complete=False) if args.policy else None
    ready(database=file is None)
    from troth.policy.compile import compile
    from troth.policy.plan import as_json, as_lines
    from troth.policy.tables import schema
    from troth.publishing.running import plan_on, policy_on

    now = datetime.now(UTC)
    policy = file or policy_on(now)
    plan = compile(file, schema()) if file else plan_on(now)
    if args.json:
        print(json.dumps(as_json(plan), indent=2))
        return 0
    for record in policy.unnamed:
        print(f"No rule names {record}: it goes with the account; add [keep.{record}].\n")
    print("\n".join(as_lines(plan)))
    return 0
