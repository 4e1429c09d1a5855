"""Where the database's journal and a copy of it differ, leaf by leaf."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from troth.journal.agree import JournalStopped
from troth.journal.copy import Copy
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import NoteError, open_head
from troth.journal.signature import last_signature


@dataclass(frozen=True)
class Comparison:
    """What the copy has and the database has not: `lacking` entries from place `first` on.

    `fork` is the place from which on the two have other entries, None where they have none; then
    the database has `own` entries from there on.
    """

    lacking: int
    first: int | None
    fork: int | None
    own: int

    def stopped(self, path: Path) -> JournalStopped | None:
        """What is wrong, as an error that names the command which mends it; None if nothing is."""
        if self.fork is not None:
            return JournalStopped(
                f"The database's journal and its copy {path} have parted: from seq={self.fork} on, "
                f"{self.own} entries are the database's and {self.lacking} others the copy's. "
                "Nothing is numbered or signed until `troth restore` has joined them."
            )
        if self.lacking:
            return JournalStopped(
                f"The database's journal lacks {self.lacking} entries that its copy {path} has, "
                f"from seq={self.first} on, as after a backup was restored. Nothing is numbered or "
                "signed until `troth restore` has taken them up."
            )
        return None


def compare(copy: Copy, *, unsigned: bool = False) -> Comparison:
    """Hold the entries of a copy that are vouched for to the database's; or the others as well.

    Memory grows by a number for each checkpoint.
    """
    found = _compare(copy, None, unsigned)
    parted = _parted(copy)
    # Lines may be missing where the two part; their checkpoints say that they do.
    if parted is not None and (found.fork is None or found.fork > parted[1]):
        return _compare(copy, parted[0], unsigned)
    return found


def bared(copy: Copy) -> int:
    """How many entries of a copy were signed, as the database or this host knows, though no
    checkpoint in it says so."""
    stored = Checkpoint.objects.filter(size__lte=copy.size).aggregate(size=Max("size"))["size"] or 0
    return max(stored, _signed_here(copy), copy.signed) - copy.signed


def _signed_here(copy: Copy) -> int:
    """How many entries this host has signed; 0 where the copy does not have so many."""
    note = last_signature()
    try:
        size = open_head(note, copy.key).size if note else 0
    except NoteError:
        return 0
    return size if size <= copy.size else 0


@transaction.atomic
def _compare(copy: Copy, fork: int | None, unsigned: bool) -> Comparison:
    rows = Entry.objects.filter(seq__isnull=False).order_by("seq").values_list("seq", "leaf")
    stored = rows.iterator(5000)
    mine = next(stored, None)
    lacking, first = 0, None
    for entry in copy.entries(unsigned=unsigned):
        assert entry.seq is not None
        while mine is not None and (mine[0] or 0) < entry.seq:
            mine = next(stored, None)
        here = mine is not None and mine[0] == entry.seq
        same = here and mine is not None and bytes(mine[1] or b"") == entry.leaf
        if here and not same and fork is None:
            fork = entry.seq
        if not here or fork is not None and entry.seq >= fork:
            lacking += 1
            first = entry.seq if first is None else first
    own = 0 if fork is None else Entry.objects.filter(seq__gte=fork).count()
    return Comparison(lacking, first, fork, own)


def _parted(copy: Copy) -> tuple[int, int] | None:
    """The sizes of the last checkpoint that both have, and of the first that differs."""
    roots = dict(Checkpoint.objects.values_list("size", "root"))
    both = 0
    for signed in copy.signatures():
        if signed.size in roots:
            if bytes(roots[signed.size]) != signed.root:
                return both, signed.size
            both = signed.size
    return None
