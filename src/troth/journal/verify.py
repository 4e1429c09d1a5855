"""Recompute the whole journal and name whatever was changed, dropped, moved or cut off.

A row that no longer fits its leaf hash names itself. A row rewritten together with its leaf hash
is found at the next checkpoint, which takes the key to sign. A journal rewritten by someone who
has the key is found by a checkpoint that was published before. What is changed before the first
checkpoint that covers it is not found: make checkpoints often, and publish them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from heapq import merge
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Min

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.journal.compare import bared, compare
from troth.journal.copy import open_copy
from troth.journal.key import public_keys
from troth.journal.leaf import entry_hash
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import Head, NoteError, open_head
from troth.journal.sequence import lock_tree
from troth.journal.tiles import changed_tiles
from troth.journal.tree import Frontier

type Fact = Entry | Checkpoint | Head

LISTED = 100  # problems that are listed; a longer list would not be read and might not fit


@dataclass
class Report:
    """What `verify` has read, and one line for each problem that it found.

    `entries` have a place in the tree; those from place `signed` on, `unsigned` of them, are later
    than the last good checkpoint; `unsequenced` have no place yet, the oldest one `since` when.
    `unlisted` counts problems beyond the list.
    """

    entries: int = 0
    signed: int = 0
    unsigned: int = 0
    unsequenced: int = 0
    since: datetime | None = None
    checkpoints: int = 0
    problems: list[str] = field(default_factory=list)
    unlisted: int = 0

    @property
    def ok(self) -> bool:
        """Nothing is wrong."""
        return not self.problems

    def problem(self, line: str) -> None:
        if len(self.problems) < LISTED:
            self.problems.append(line)
        else:
            self.unlisted += 1


def verify(*notes: str, public_key: str | None = None) -> Report:
    """Check every sequenced entry, every stored checkpoint, and checkpoints that others hold.

    `notes` are signed notes that were published or kept elsewhere; `public_key` is the log's key
    in text form, this installation's own by default. Memory does not grow with the journal, and
    appends go on meanwhile. Makes no key: raises TrothError when it is missing and something is
    signed. That nothing is signed is a problem where the key has been made.
    """
    audit = _Audit(public_key)
    if _key_signed_nothing():
        audit.report.problem(
            "no checkpoint is left, though the journal's key has been made: what it has signed was "
            "deleted, or the key is a new one that has signed nothing yet"
        )
    published: list[Head] = []
    for note in notes:
        try:
            published.append(open_head(note, audit.key))
        except NoteError as error:
            audit.report.problem(f"published checkpoint: {error}")
    published.sort(key=lambda head: head.size)

    with transaction.atomic():  # outside a transaction, the server would copy the whole result
        # merge() opens the checkpoints first, so the entries that each one covers are committed.
        for fact in merge(_checkpoints(), iter(published), _entries(), key=_place):
            match fact:
                case Entry():
                    audit.entry(fact)
                case Checkpoint():
                    audit.checkpoint(fact)
                case Head():
                    audit.published(fact)
        for problem in changed_tiles():
            audit.report.problem(problem)
        waiting = Entry.objects.filter(seq=None).aggregate(count=Count("pk"), since=Min("at"))
    audit.report.unsequenced, audit.report.since = waiting["count"], waiting["since"]
    audit.report.signed = audit.signed
    audit.report.unsigned = audit.next_seq - audit.signed
    return audit.report


def _key_signed_nothing() -> bool:
    """There is a key and no checkpoint, and nobody is just making both."""
    if Checkpoint.objects.exists() or not provider().journal_key.exists():
        return False
    with transaction.atomic():
        lock_tree(wait=True)  # the first checkpoint makes the key before it is committed
        return not Checkpoint.objects.exists()


@dataclass
class CopyReport:
    """What a copy of the journal holds, and one line for each problem with it.

    `unsigned` entries are later than its last checkpoint; `bared` of them were signed all the same.
    """

    entries: int = 0
    unsigned: int = 0
    bared: int = 0
    problems: list[str] = field(default_factory=list)
    unlisted: int = 0


def verify_copy(path: Path, *, public_key: str | None = None) -> CopyReport:
    """Check a copy of the journal by its own checkpoints, and hold the database to it.

    That the database is ahead of the copy is no problem. What is wrong with the file as a whole
    (see `open_copy`) is one.
    """
    try:
        with open_copy(path, public_key) as copy:
            report = CopyReport(
                entries=copy.vouched + copy.unsigned,
                unsigned=copy.unsigned,
                bared=bared(copy),
                problems=list(copy.problems),
                unlisted=copy.unlisted,
            )
            if stopped := compare(copy, unsigned=True).stopped(path):
                report.problems.append(str(stopped))
            return report
    except TrothError as error:
        return CopyReport(problems=[str(error)])


def _checkpoints() -> Iterator[Fact]:
    return Checkpoint.objects.order_by("size").iterator()


def _entries() -> Iterator[Fact]:
    return Entry.objects.filter(seq__isnull=False).order_by("seq").iterator()


def _place(fact: Fact) -> int:
    """A checkpoint of size n comes before entry n: merge() keeps the order of its arguments."""
    if isinstance(fact, Entry):
        assert fact.seq is not None
        return fact.seq
    return fact.size


class _Audit:
    """The tree so far, rebuilt from stored leaf hashes.

    After a missing entry the tree cannot grow, and its size stays behind `next_seq` until a
    good checkpoint says how to go on. So one bad stretch does not hide what follows it.
    """

    def __init__(self, public_key: str | None) -> None:
        self.public_key = public_key
        self.report = Report()
        self.tree = Frontier()
        self.next_seq = 0
        self.signed = 0  # the size of the last checkpoint whose signature is right

    @cached_property
    def key(self) -> str:
        """What signatures are checked by. Asked for with the first: its key is there by then."""
        return self.public_key or public_keys()

    def entry(self, entry: Entry) -> None:
        assert entry.seq is not None
        leaf = bytes(entry.leaf or b"")
        self.report.entries += 1
        self._reach(entry.seq)
        if entry.seq < self.next_seq:
            self.report.problem(f"entry seq={entry.seq} id={entry.id}: the place is taken twice")
        if entry_hash(entry) != leaf:
            self.report.problem(
                f"entry seq={entry.seq} id={entry.id}: changed or moved after it was numbered"
            )
        if entry.seq == self.tree.size:
            self.tree.append(leaf)
        self.next_seq = max(self.next_seq, entry.seq + 1)

    def checkpoint(self, checkpoint: Checkpoint) -> None:
        self.report.checkpoints += 1
        name = f"checkpoint size={checkpoint.size}"
        try:
            head = open_head(checkpoint.note, self.key)
        except NoteError as error:
            self.report.problem(f"{name}: {error}")
            return
        if (head.size, head.root) != (checkpoint.size, bytes(checkpoint.root)):
            self.report.problem(f"{name}: its size or root is not what the key has signed")
            return
        self._reach(head.size)
        if self.tree.size == head.size and self.tree.root() != head.root:
            self.report.problem(
                f"{name}: an entry from seq={self.signed} to seq={head.size - 1} was rewritten "
                "together with its leaf hash"
            )
        try:
            frontier = Frontier.from_bytes(head.size, bytes(checkpoint.frontier))
        except ValueError:
            frontier = Frontier()
        if frontier.root() == head.root:
            self.tree = frontier
        else:
            self.report.problem(f"{name}: its frontier was changed")
        self.signed = head.size

    def published(self, head: Head) -> None:
        name = f"published checkpoint size={head.size}"
        if head.size > self.next_seq:
            self.report.problem(
                f"{name}: it signs entries up to seq={head.size - 1}, and the journal has none "
                f"from seq={self.next_seq} on: they were cut off"
            )
        elif self.tree.size != head.size:
            self.report.problem(
                f"{name}: cannot be compared, because entries before it are missing"
            )
        elif self.tree.root() != head.root:
            self.report.problem(f"{name}: the journal is not the one that was published")

    def _reach(self, seq: int) -> None:
        """Name the entries that are missing before `seq`."""
        if seq > self.next_seq:
            last = seq - 1
            those = f"seq={last}" if last == self.next_seq else f"seq={self.next_seq} to seq={last}"
            self.report.problem(f"entry {those}: missing")
            self.next_seq = seq
