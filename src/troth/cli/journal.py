"""`troth journal`: verify the log, sign it, prove that it only grew, and write it out."""

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from troth.cli.outside import checkpoint_in, outside
from troth.cli.platform import ready
from troth.core.errors import TrothError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="journal_command", required=True, metavar="COMMAND")
    verify = commands.add_parser("verify", help="find what was changed, dropped or moved")
    verify.add_argument(
        "--checkpoint",
        metavar="FILE|URL",
        action="append",
        default=[],
        help="a published checkpoint to hold it to; may be given several times",
    )
    verify.add_argument("--key", help="the public key as it was published (default: JOURNAL_KEY's)")
    sign = commands.add_parser("checkpoint", help="sign the log as it is and print the checkpoint")
    sign.add_argument(
        "--first", action="store_true", help="sign with a key that was brought along, and is new"
    )
    prove = commands.add_parser("prove", help="prove that the log has only grown since then")
    prove.add_argument("since", metavar="SIZE|FILE|URL", help="that checkpoint; 0 for the first")
    witness = commands.add_parser("witness", help="keep another installation's checkpoints")
    witness.add_argument("proof", metavar="PROOF", help="what `troth journal prove` printed there")
    witness.add_argument("--kept", metavar="FILE", required=True, help="the checkpoint kept here")
    witness.add_argument("--key", required=True, help="that installation's public key")
    witness.add_argument(
        "--chain", metavar="FILE|URL", help="how that key was handed on, where it was changed"
    )
    commands.add_parser("rotate-key", help="sign with a new key, which the old one has signed")
    export = commands.add_parser("export", help="write the log, one entry a line, for backups")
    export.add_argument("--output", metavar="FILE", help="default: standard output")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the log does not verify."""
    match args.journal_command:
        case "verify":
            return _verify(args)
        case "checkpoint":
            return _checkpoint(args)
        case "prove":
            return _prove(args)
        case "witness":
            return _witness(args)
        case "rotate-key":
            return _rotate_key()
        case _:
            return _export(args)


def _verify(args: argparse.Namespace) -> int:
    notes = [checkpoint_in(outside(place)) for place in args.checkpoint]
    ready()
    from troth.core.provider import provider
    from troth.journal.signature import last_signature
    from troth.journal.verify import verify, verify_copy

    own = last_signature()
    key = _keys_from(args.key) if args.key else None
    report = verify(*notes, *([own] if own else []), public_key=key)
    problems, unlisted = report.problems, report.unlisted
    path = provider().journal_copy
    copy = verify_copy(path, public_key=key) if path.exists() else None
    if copy:
        problems += [f"copy: {problem}" for problem in copy.problems]
        unlisted += copy.unlisted
    for problem in problems:
        print(problem, file=sys.stderr)
    if unlisted:
        print(f"and {unlisted} more", file=sys.stderr)
    if problems:
        return 1
    if report.checkpoints:
        print(f"The journal is whole: {report.entries} entries, {report.checkpoints} checkpoints.")
    else:
        print("Nothing is signed yet, so nothing vouches for the journal.")
    if report.unsigned:
        print(f"Not signed yet: {report.unsigned}, from seq={report.signed} on.")
    if report.since:
        print(f"Without a number yet: {report.unsequenced}, since {report.since:%Y-%m-%d %H:%M}.")
    if copy:
        unsigned = copy.unsigned - copy.bared
        more = f", {unsigned} of them not signed yet" if unsigned else ""
        print(f"Its copy {path} has {copy.entries} of them{more}.")
        if copy.bared:
            print(
                f"The copy lacks the checkpoints of {copy.bared} that were signed: these were "
                "deleted in it, or not copied yet. `troth journal checkpoint` copies the last one."
            )
    elif report.checkpoints:
        print(f"This host has no copy of it to compare: {path}.")
    return 0


def _keys_from(given: str) -> str:
    """The key that somebody has kept, with those that came after; with all, for the last one."""
    from troth.journal.key import key_chain, public_keys
    from troth.journal.key_chain import follow

    chain = key_chain()
    keys = follow(given.strip(), chain)
    if not chain or "\n" in keys:
        return keys
    own = public_keys()
    return own if keys == own.splitlines()[-1] else keys


def _rotate_key() -> int:
    ready()
    from troth.core.provider import provider
    from troth.journal.checkpoint import checkpoint
    from troth.journal.export import mirror
    from troth.journal.rotate_key import rotate_key

    at = datetime.now(UTC)
    print(rotate_key(at=at))
    checkpoint(at=at)
    mirror(provider().journal_copy)
    return 0


def _checkpoint(args: argparse.Namespace) -> int:
    ready()
    from troth.core.provider import provider
    from troth.journal.checkpoint import checkpoint
    from troth.journal.export import mirror

    signed = checkpoint(at=datetime.now(UTC), first=args.first)
    if signed is None:
        raise TrothError("The journal is empty; there is nothing to sign yet.")
    mirror(provider().journal_copy)
    print(signed.note, end="")
    return 0


def _prove(args: argparse.Namespace) -> int:
    note = None if re.fullmatch("[0-9]{1,18}", args.since) else checkpoint_in(outside(args.since))
    ready()
    from troth.journal.key import public_keys
    from troth.journal.note import open_head
    from troth.journal.prove_growth import prove_growth

    old = int(args.since) if note is None else open_head(note, public_keys()).size
    print(prove_growth(old), end="")
    return 0


def _witness(args: argparse.Namespace) -> int:
    """Needs no database."""
    ready(database=False)
    from troth.journal.growth import Growth
    from troth.journal.key_chain import follow
    from troth.journal.witness import witness

    growth = Growth.parse(outside(args.proof))
    keys = follow(args.key.strip(), outside(args.chain) if args.chain else "")
    head, line = witness(growth, Path(args.kept), keys, at=datetime.now(UTC))
    told = f"The journal of {head.origin} has only grown: {growth.old} to {head.size} entries."
    print(told, file=sys.stderr if line else sys.stdout)
    print(line, end="")
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
