"""`troth plan`: what a policy does to the data, with its SQL."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--policy", metavar="FILE", help="default: the one in force")
    parser.add_argument("--json", action="store_true", help="the whole plan as JSON, with its SQL")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the policy has mistakes or cannot run on the models."""
    from troth.policy.parse import read

    policy = read(Path(args.policy)) if args.policy else None
    ready(database=policy is None)
    from troth.policy.compile import compile
    from troth.policy.plan import as_json
    from troth.policy.tables import schema
    from troth.publishing.running import policy_on

    plan = compile(policy or policy_on(datetime.now(UTC).date()), schema())
    if args.json:
        print(json.dumps(as_json(plan), indent=2))
    else:
        print(_text(as_json(plan)))
    return 0


def _text(plan: dict[str, Any]) -> str:
    lines = ["What is due, rule by rule:"]
    for sweep in plan["sweeps"]:
        lines += ["", f"  {sweep['rule']} ({sweep['record']})", f"    {sweep['due']}"]
    for name, steps in plan["removals"].items():
        lines += ["", f"Removal of {name}, step by step:"]
        for step in steps:
            by = f" by {step['rule']}" if step["rule"] else ""
            lines += ["", f"  {step['record']}: {step['outcome']}{by}", f"    {step['sql']}"]
    return "\n".join(lines)
