"""`troth doctor`: say what is wrong with an installation, and how to mend it."""

import argparse
import json
from urllib.parse import urlsplit

from troth.cli.platform import ready
from troth.cli.serve import require_encryption, require_policy, unsigned
from troth.core.errors import TrothError
from troth.core.machine import THIS_MACHINE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 where all is well, 1 where something has to be mended."""
    ready(database=False)
    from troth.installing.doctor import doctor

    found = []
    for each in doctor(ready, _may_serve, unsigned):
        found.append(each)
        if not args.json:
            print(f"{'MEND' if each.wrong else 'ok  '}  {each.about}: {each.line}", flush=True)
    if args.json:
        print(json.dumps([each._asdict() for each in found], indent=2, ensure_ascii=False))
    return int(any(each.wrong for each in found))


def _may_serve() -> None:
    """Raise TrothError where `troth serve` would not start, but for the port, or had better not."""
    from troth.core.provider import site_url
    from troth.demo.make import is_made

    require_policy()
    require_encryption("localhost")
    if is_made() and urlsplit(site_url()).hostname not in THIS_MACHINE:
        raise TrothError(
            "This is the demo, whose passwords anybody can read; set up yours in another folder."
        )
