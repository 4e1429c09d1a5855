"""`troth journal`: verify the log, sign it, and write it out."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from troth.cli.platform import ready
from troth.core.errors import TrothError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="journal_command", required=True, metavar="COMMAND")
    verify = commands.add_parser("verify", help="find what was changed, dropped or moved")
    verify.add_argument("--checkpoint", metavar="FILE", help="a published checkpoint to hold it to")
    commands.add_parser("checkpoint", help="sign the log as it is and print the checkpoint")
    export = commands.add_parser("export", help="write the log, one entry a line, for backups")
    export.add_argument("--output", metavar="FILE", help="default: standard output")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the log does not verify."""
    match args.journal_command:
        case "verify":
            return _verify(args)
        case "checkpoint":
            return _checkpoint()
        case _:
            return _export(args)


def _verify(args: argparse.Namespace) -> int:
    note = _text(Path(args.checkpoint)) if args.checkpoint else None
    ready()
    from troth.core.provider import provider
    from troth.journal.verify import verify, verify_copy

    report = verify(note)
    problems, unlisted = report.problems, report.unlisted
    path = provider().journal_copy
    copy = verify_copy(path) if path.exists() else None
    if copy:
        problems += [f"copy: {problem}" for problem in copy.problems]
        unlisted += copy.unlisted
    for problem in problems:
        print(problem, file=sys.stderr)
    if unlisted:
        print(f"and {unlisted} more", file=sys.stderr)
    if problems:
        return 1
    print(f"The journal is whole: {report.entries} entries, {report.checkpoints} checkpoints.")
    if report.unsigned or report.unsequenced:
        print(f"Not signed yet: {report.unsigned}. Without a number yet: {report.unsequenced}.")
    if copy:
        unsigned = f", {copy.unsigned} of them not signed yet" if copy.unsigned else ""
        print(f"Its copy {path} has {copy.entries} of them{unsigned}.")
    return 0


def _checkpoint() -> int:
    ready()
    from troth.journal.checkpoint import checkpoint

    signed = checkpoint(at=datetime.now(UTC))
    if signed is None:
        raise TrothError("The journal is empty; there is nothing to sign yet.")
    print(signed.note, end="")
    return 0


def _export(args: argparse.Namespace) -> int:
    ready()
    from troth.journal.export import export

    if not args.output:
        export(sys.stdout)
        return 0
    try:
        with open(args.output, "w", encoding="utf-8") as stream:
            entries = export(stream)
    except OSError as error:
        reason = (error.strerror or "failed").lower()
        raise TrothError(f"{args.output} cannot be written: {reason}.") from None
    print(f"{entries} entries: {args.output}", file=sys.stderr)
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise TrothError(f"{path} is no checkpoint that can be read.") from None
