"""`troth calls`: the calls to others that wait for a person."""

import argparse

from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 while any waits."""
    ready()
    from troth.calls.waiting import waiting

    found = list(waiting())
    for call in found:
        doubt = ", in doubt" if call.in_doubt_since else ""
        made = call.made_at.isoformat(timespec="minutes")
        why = f": {call.why}" if call.why else ""
        asked = f"{call.plug_in} {call.verb}, {call.about} {call.row}"
        print(f"{call.pk:>7}  {asked}, {made}{doubt}{why}")
    if not found:
        print("No call is waiting for a person.")
    return 1 if found else 0
