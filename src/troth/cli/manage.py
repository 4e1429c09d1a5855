"""`troth manage ...`: Django's own commands."""

import argparse

from troth.cli.platform import ready
from troth.core.limits import limited


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: whatever Django does."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="such as: shell")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 unless Django's command ends with another."""
    ready(database=False)
    from django.core.management import execute_from_command_line

    with limited(None):
        execute_from_command_line(["troth manage", *(args.arguments or ["help"])])
    return 0
