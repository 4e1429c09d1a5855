"""`troth restore-erasures`: erase again whoever a restored backup has brought back."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from troth.cli.platform import ready
from troth.core.errors import TrothError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--journal",
        metavar="FILE",
        help="what `troth journal export` wrote (default: journal.jsonl in TROTH_HOME)",
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0, also when nobody had to be erased again."""
    ready()
    from django.conf import settings

    from troth.erasure.restore import restore_erasures
    from troth.support.inquiries.erase_again import erase_again

    path = Path(args.journal) if args.journal else settings.TROTH_HOME / "journal.jsonl"
    try:
        with path.open(encoding="utf-8") as lines:
            erased = restore_erasures(lines, at=datetime.now(UTC))
            lines.seek(0)
            erased += erase_again(lines, at=datetime.now(UTC))
    except (OSError, UnicodeDecodeError):
        raise TrothError(f"{path} cannot be read; name the journal file with --journal.") from None
    print(f"{erased} erased again." if erased else "Nobody who was erased is here.")
    return 0
