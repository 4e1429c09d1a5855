"""`troth restore`: put a backup back, and bring it up to what the copy of the journal says."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from troth.cli.platform import ready
from troth.core.errors import TrothError, UsageError

if TYPE_CHECKING:
    from troth.journal.compare import Comparison
    from troth.journal.copy import Copy

# What has a consequence, in the order in which it is done again.
_DONE_AGAIN = {
    "policy.published": "policies published",
    "hold.placed": "holds placed",
    "hold.reviewed": "holds reviewed",
    "hold.lifted": "holds lifted",
    "processing.restricted": "restrictions",
    "restriction.lifted": "restrictions lifted",
    "account.erased": "accounts erased",
    "account.partly_erased": "accounts erased in part",
    "person.erased": "people erased",
    "person.partly_erased": "people erased in part",
    "inquiry.erased": "erasures of inquiries",
    "consent.given": "consents given",
    "consent.refused": "consents refused",
    "consent.withdrawn": "consents withdrawn",
    "consent.objected": "objections to marketing",
    "reading.limited": "limits to what staff read",
    "undertaking.entered": "undertakings of recipients",
    "undertaking.ended": "ends of undertakings",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "backup",
        metavar="DIR",
        nargs="?",
        type=Path,
        help="a directory that `troth backup` made; without it, the database was restored already",
    )
    parser.add_argument(
        "--journal",
        metavar="FILE",
        help="a copy of the journal (default: journal.jsonl in TROTH_HOME)",
    )
    parser.add_argument(
        "--unsigned",
        action="store_true",
        help="believe the entries after the last checkpoint too, which nobody has signed",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the answer was no, or something could not be vouched for or done."""
    only_its_own = bool(args.backup) and _put_back(args.backup, asks=not args.yes)
    ready()
    from troth.billing.number import number_again
    from troth.core.provider import provider
    from troth.journal.compare import bared, compare
    from troth.journal.copy import open_copy
    from troth.journal.rejoin import rejoin
    from troth.journal.take_up import to_replay

    path = Path(args.journal) if args.journal else provider().journal_copy
    if only_its_own and not path.exists():  # the backup is from before the first copy
        return 0
    with open_copy(path) as copy:
        found = compare(copy)
        taken = bool(found.lacking or found.fork is not None or args.unsigned and copy.unsigned)
        left = (
            bool(copy.unsigned) and not args.unsigned and bool(compare(copy, unsigned=True).lacking)
        )
        doubts = [*_doubts(copy, bared(copy), left=left), *_texts_lost(copy, found), *_too_old()]
        if not (taken or doubts or to_replay() is not None):
            print(f"Nothing has to be restored: the database has all that {path} has.")
            return 0
        for line in (*_plan(copy, found, unsigned=args.unsigned), *doubts):
            print(line, file=sys.stderr)
    if not args.yes:
        if not sys.stdin.isatty():
            raise UsageError("Nobody is there to confirm; say --yes once you have read the above.")
        if input("Restore? Erasures cannot be undone. Type yes: ").strip().lower() != "yes":
            raise TrothError("Nothing was restored.")
    at = datetime.now(UTC)
    # Before the journal agrees with its copy again: from then on documents are numbered.
    with open_copy(path) as copy:
        lost = number_again(copy.entries(unsigned=args.unsigned))
    for documents in lost:
        print(
            f"{documents} are lost; numbers go on after them. “Backups” in docs/erasure.md has "
            "what to do.",
            file=sys.stderr,
        )
    rejoined = rejoin(path, at=at, join=True, unsigned=args.unsigned)
    print(f"{rejoined.taken.entries} entries taken up.")
    if rejoined.taken.aside:
        print(f"The other history, as it was numbered: {rejoined.taken.aside}")
    if rejoined.old:
        print(f"The old copy, as it was: {rejoined.old}")
    start = to_replay()
    undone = _replay(start, at) if start is not None else []
    for line in undone:
        print(line, file=sys.stderr)
    return 1 if doubts or lost or undone else 0


def _put_back(backup: Path, *, asks: bool) -> bool:
    """Put a backup back where there is nothing yet; whether the journal's copy is its own.

    Raises UsageError where nobody can be asked.
    """
    from troth.installing.put_back import put_back

    def confirmed() -> None:
        if asks and not sys.stdin.isatty():
            raise UsageError("Nobody is there to confirm; say --yes.")

    only_its_own = put_back(backup, lambda: ready(database=False), confirmed)
    print(f"{backup} is put back.", flush=True)
    if only_its_own:
        print(
            "No copy of the journal is newer than this backup, as far as is known here: who was "
            "erased since is back. If there is one, run: troth restore --journal FILE",
            file=sys.stderr,
        )
    return only_its_own


def _plan(copy: "Copy", found: "Comparison", *, unsigned: bool) -> list[str]:
    """What will be done, in lines."""
    stopped = found.stopped(copy.path)
    lines = [str(stopped)] if stopped else []
    if found.fork is not None:
        lines.append(
            f"The copy's entries keep their places; the database's {found.own} are numbered anew "
            "behind them, and checkpoints over these are withdrawn."
        )
    events: Counter[str] = Counter()
    for entry in copy.entries(unsigned=unsigned):
        assert entry.seq is not None
        if entry.seq >= (copy.signed if found.first is None else found.first):
            events[entry.event] += 1
    again = [f"{events[event]} {what}" for event, what in _DONE_AGAIN.items() if events[event]]
    return [*lines, f"To be done again: {', '.join(again)}."] if again else lines


def _doubts(copy: "Copy", bared: int, *, left: bool) -> list[str]:
    """What cannot be vouched for, in lines."""
    lines = [f"Not vouched for: {problem}" for problem in copy.problems]
    if copy.unlisted:
        lines.append(f"Not vouched for: {copy.unlisted} more")
    if bared:
        lines.append(
            f"Not vouched for: {bared} entries that were signed, since the copy lacks their "
            "checkpoints: these were deleted in it, or not copied yet. It proves nothing of these "
            "entries, and a database that lost them would not get them back without --unsigned"
        )
    if left:
        which = "" if bared else ", which nobody has signed"
        lines.append(
            f"Not vouched for: {copy.unsigned} entries after the last checkpoint{which}; they are "
            "left out, unless you say --unsigned"
        )
    return lines


def _too_old() -> Iterator[str]:
    """That this backup should not be there any more, by the policy that it brings along."""
    from django.db.models import Max

    from troth.core.day import day_at
    from troth.journal.models import Entry
    from troth.publishing.running import policy_on

    last = Entry.objects.aggregate(at=Max("at"))["at"]
    with suppress(TrothError):
        kept = policy_on(last).tables.backup.for_ if last else None
        if kept and kept.after(day_at(last)) < day_at(datetime.now(UTC)):
            yield (
                f"The policy keeps backups for {kept}, and the last entry here is of "
                f"{day_at(last)}: this one should be gone. See that no other is left"
            )


def _texts_lost(copy: "Copy", found: "Comparison") -> list[str]:
    """Policies published since of which no text is here, in lines."""
    from troth.publishing.publish_again import known_policy
    from troth.publishing.texts import folder

    if found.first is None:
        return []
    return [
        f"The text of policy {entry.policy} is lost: put it into {folder()}/{entry.policy}.md "
        "first, or publish it anew afterwards"
        for entry in copy.entries()
        if (entry.seq or 0) >= found.first
        and entry.event == "policy.published"
        and known_policy(entry.policy) is None
    ]


def _replay(start: int, at: datetime) -> list[str]:
    """Do again what has a consequence, from a place on; what is not done, in lines."""
    from troth.accounts.restrict_again import restrict_again
    from troth.core.provider import provider
    from troth.erasure.hold_again import hold_again
    from troth.erasure.restore import restore_erasures
    from troth.gates.decide_again import consent_again, limit_again
    from troth.gates.undertake_again import undertake_again
    from troth.journal.append import append
    from troth.journal.checkpoint import checkpoint
    from troth.journal.events import RESTORED
    from troth.journal.export import mirror
    from troth.publishing.publish_again import known_policy, publish_again
    from troth.publishing.texts import keep_texts
    from troth.support.inquiries.erase_again import erase_again

    policies, lost = publish_again(start)
    counts = {
        "policies": policies,
        "holds": hold_again(start, at=at),
        "restrictions": restrict_again(start),
    }
    erased = restore_erasures(start, at=at)
    counts |= {
        "erased": erased.erased,
        "on_hold": erased.on_hold,
        "restricted": erased.restricted,
        "inquiries": erase_again(start, at=at),
        "consents": consent_again(start, known_policy),
        "limits": limit_again(start),
        "undertakings": undertake_again(start),
    }
    append(RESTORED, at=at, counts={"place": start, **counts})
    keep_texts()
    checkpoint(at=at)
    mirror(provider().journal_copy)
    told = (f"{name.replace('_', ' ')} {number}" for name, number in counts.items())
    print(f"Done again: {', '.join(told)}.")
    undone = [
        f"Policy {digest} has no text here; publish it: troth publish FILE" for digest in lost
    ]
    if erased.on_hold:
        undone.append(
            f"{erased.on_hold} who were erased stay in part, under holds; look at each hold: "
            "troth hold list"
        )
    if erased.restricted:
        undone.append(
            f"{erased.restricted} who were erased stay, because their processing is restricted; "
            "the sweep erases them once that is lifted"
        )
    return undone
