"""`troth export EMAIL`: hand out what is held about a person."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from troth.cli.platform import ready
from troth.core.errors import TrothError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="the address that the person signs in with")
    parser.add_argument("--format", choices=("json", "csv"), default="json")
    parser.add_argument("--output", metavar="FILE", required=True, help="the zip file to write")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the file is complete; otherwise no file is left behind."""
    ready()
    from troth.cli.person import by_email
    from troth.copies.export import export
    from troth.support.inquiries.claim import claim

    person = by_email(args.email)
    claim(person)
    output = Path(args.output)
    unfinished = output.with_name(f"{output.name}.part")
    try:
        with open(unfinished, "xb", opener=_private) as stream:
            rows = export(person, stream, format=args.format, at=datetime.now(UTC))
        unfinished.replace(output)
    except FileExistsError:
        message = f"{unfinished} is there from an export that was cut off; delete it and try again."
        raise TrothError(message) from None
    except BaseException as error:
        unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            reason = (error.strerror or "failed").lower()
            raise TrothError(f"{output} cannot be written: {reason}; nothing is left.") from None
        raise
    print(f"{sum(rows.values())} rows in {len(rows)} files: {output}", file=sys.stderr)
    return 0


def _private(path: str, flags: int) -> int:
    """An export is for its subject's eyes."""
    return os.open(path, flags, 0o600)
