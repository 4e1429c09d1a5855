"""`troth backup DIR`: back up the database and all that lies beside it."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Writes the database and all of TROTH_HOME, keys too, into a new directory, from which "
        "`troth restore DIR` makes the installation again. Pages and jobs go on meanwhile."
    )
    parser.add_argument("directory", metavar="DIR", type=Path, help="a new or empty directory")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 where it could not be done, and then nothing is left of it."""
    ready(database=False)  # what an older release has left is backed up as it is
    from troth.installing.back_up import back_up, left_out

    made = back_up(args.directory, at=datetime.now(UTC))
    size = sum((args.directory / path).stat().st_size for path in made.files)
    print(f"Backed up into {args.directory}: {len(made.files)} files, {size / 10**6:.1f} MB.")
    for path in left_out():
        print(f"Not in it, since it lies outside of TROTH_HOME: {path}")
    print("Whoever has it has all data and the keys: keep it as safe as this machine.")
    return 0
