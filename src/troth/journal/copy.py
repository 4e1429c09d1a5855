"""Read a copy of the journal, and say which of its entries the log's key has signed.

Nothing but the public key is needed. A file is read twice, line by line: once to verify it, once
to take entries from it. Of each line a byte is kept meanwhile.

Between two checkpoints, entries are vouched for when they make the tree that the later one signs.
Where only some lines do not fit their own leaf hash, but these hashes make the tree, all others
are vouched for.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from troth.core.errors import TrothError
from troth.journal.copy_line import LONGEST, CheckpointLine, EntryLine, parse_line
from troth.journal.key import origin, public_keys
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import Head, NoteError
from troth.journal.tree import Frontier

LISTED = 100  # problems that are listed; a longer list would not be read and might not fit

# What becomes of a line. An entry waits for the checkpoint that covers it, also one that was
# changed: perhaps its text is right, and only the hash beside it is not.
_WAITS, _CHANGED, _VOUCHED, _SIGNED, _LEFT = b"w", b"c", b"v", b"s", b"-"


@dataclass
class Copy:
    """What a file says, and `problems`: in words, what it cannot vouch for.

    `size` is one more than the last place in it; `vouched` entries are signed, in `checkpoints`
    of which the last is of `signed` entries; `unsigned` entries are later than that.
    """

    path: Path
    stream: BinaryIO
    given_key: str | None = None
    size: int = 0
    signed: int = 0
    problems: list[str] = field(default_factory=list)
    unlisted: int = 0
    marks: bytearray = field(default_factory=bytearray)

    @cached_property
    def key(self) -> str:
        """The public key that vouches: this installation's own, where none was given."""
        return self.given_key or public_keys()

    @property
    def vouched(self) -> int:
        return self.marks.count(_VOUCHED)

    @property
    def unsigned(self) -> int:
        return self.marks.count(_WAITS)

    @property
    def checkpoints(self) -> int:
        return self.marks.count(_SIGNED)

    def entries(self, *, unsigned: bool = False) -> Iterator[Entry]:
        """The entries that are vouched for, by their places; after them, if wanted, the rest.

        Unsaved, with `seq` and `leaf`.
        """
        wanted = _VOUCHED + _WAITS if unsigned else _VOUCHED
        for line in self._lines(wanted):
            if isinstance(line, EntryLine) and line.entry is not None:
                yield line.entry

    def signatures(self) -> Iterator[Checkpoint]:
        """The checkpoints that the key has signed, by their size. Unsaved."""
        for line in self._lines(_SIGNED):
            if isinstance(line, CheckpointLine):
                head, tree = line.opened(self.key)
                assert tree is not None  # it would not be marked
                yield Checkpoint(
                    size=head.size,
                    root=head.root,
                    at=line.at,
                    note=line.note,
                    frontier=bytes(tree),
                )

    def problem(self, line: str) -> None:
        if len(self.problems) < LISTED:
            self.problems.append(line)
        else:
            self.unlisted += 1

    def _lines(self, wanted: bytes) -> Iterator[EntryLine | CheckpointLine | None]:
        for mark, line in zip(self.marks, lines(self.stream), strict=False):
            if mark in wanted:
                yield parse_line(line or b"")


@contextmanager
def open_copy(path: Path, key: str | None = None) -> Iterator[Copy]:
    """Read and verify the copy of the journal in `path`; nobody adds to it meanwhile.

    `key` is the log's public key in text form, this installation's own by default. Raises
    TrothError when the copy cannot be read, has no entry, or no checkpoint in it is signed by that
    key; and when the installation's is missing and there is a checkpoint.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        reason = (error.strerror or "failed").lower()
        raise TrothError(
            f"{path} cannot be read ({reason}); name the copy of the journal with --journal."
        ) from None
    with stream:
        fcntl.flock(stream, fcntl.LOCK_SH)
        yield _Reading(Copy(path, stream, key)).read()


def lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Each finished line without its end, from the start; None for one that is too long."""
    stream.seek(0)
    while line := stream.readline(LONGEST):
        if line.endswith(b"\n"):
            yield line[:-1]
        elif len(line) == LONGEST:
            while (rest := stream.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield None


class _Reading:
    """The tree so far, by the texts of the entries and by the hashes that their lines name.

    After a gap neither can grow until a checkpoint says how to go on; then they are None.
    """

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.by_text: Frontier | None = Frontier()
        self.by_leaf: Frontier | None = Frontier()
        self.since = 0  # the line that follows the last good checkpoint
        self.again = 0
        self.first_again = 0
        self.strangers = 0

    def read(self) -> Copy:
        for number, line in enumerate(lines(self.copy.stream), 1):
            match parse_line(line) if line is not None else None:
                case EntryLine() as read:
                    mark = self._entry(number, read)
                case CheckpointLine() as signed:
                    mark = self._checkpoint(number, signed)
                case _:
                    self.copy.problem(f"line {number}: cannot be read; it was passed over")
                    mark = _LEFT
            self.copy.marks += mark
        self._end()
        return self.copy

    def _entry(self, number: int, line: EntryLine) -> bytes:
        # A line that was changed may name any place: it is taken for the one that follows.
        entry = None if line.changed else line.entry
        place = entry.seq if entry is not None and entry.seq is not None else self.copy.size
        if place < self.copy.size:
            self.again += 1
            self.first_again = self.first_again or number
            return _LEFT
        self._reach(place, number)
        for tree, hash in ((self.by_text, line.hash), (self.by_leaf, line.leaf)):
            if tree is not None:
                tree.append(hash)
        self.copy.size = place + 1
        if not line.changed:
            return _WAITS
        self.copy.problem(f"line {number}, seq={place}: does not fit its leaf hash: it was changed")
        return _CHANGED if line.entry is not None and line.entry.seq == place else _LEFT

    def _checkpoint(self, number: int, line: CheckpointLine) -> bytes:
        try:
            head, tree = line.opened(self.copy.key)
        except NoteError:
            self.strangers += 1
            self.copy.problem(f"line {number}: its checkpoint is not signed by our key")
            return _LEFT
        if head.size <= self.copy.signed:
            return _LEFT  # read before
        if head.size < self.copy.size:
            self.by_text = self.by_leaf = None
        else:
            self._reach(head.size, number)
        self._vouch(number, head)
        self.copy.signed = self.copy.size = head.size
        self.since = len(self.copy.marks) + 1
        if tree is None:
            self.copy.problem(f"line {number}: its checkpoint cannot be gone on from")
            self.by_text = self.by_leaf = None
            return _LEFT
        self.by_text, self.by_leaf = (Frontier(tree.size, list(tree.peaks)) for _ in range(2))
        return _SIGNED

    def _vouch(self, number: int, head: Head) -> None:
        """Say of the lines since the last checkpoint whether this one covers them."""
        since = self.copy.marks[self.since :]
        if self.by_text is not None and self.by_text.root() == head.root:
            since = since.replace(_WAITS, _VOUCHED).replace(_CHANGED, _VOUCHED)
        elif self.by_leaf is not None and self.by_leaf.root() == head.root:
            since = since.replace(_WAITS, _VOUCHED).replace(_CHANGED, _LEFT)
        elif _WAITS in since or _CHANGED in since:
            why = "some are missing" if self.by_leaf is None else "at least one was changed"
            self.copy.problem(
                f"entries seq={self.copy.signed} to seq={head.size - 1}, before line {number}: do "
                f"not make the tree that was signed ({why}); none of them is taken"
            )
            since = since.replace(_WAITS, _LEFT).replace(_CHANGED, _LEFT)
        self.copy.marks[self.since :] = since

    def _reach(self, place: int, number: int) -> None:
        """Name the entries that are missing before `place`."""
        first, last = self.copy.size, place - 1
        if last >= first:
            those = f"seq={last}" if last == first else f"seq={first} to seq={last}"
            self.copy.problem(f"entry {those}: missing before line {number}")
            self.by_text = self.by_leaf = None
            self.copy.size = place

    def _end(self) -> None:
        copy = self.copy
        if self.strangers and not copy.signed:
            raise TrothError(
                f"{copy.path} is the copy of another installation's journal: no checkpoint in it "
                f"is signed by {origin()} with the key of JOURNAL_KEY. Name the right file."
            )
        if not copy.size:
            raise TrothError(f"{copy.path} holds no entry of a journal; name another copy.")
        if self.again:
            copy.problem(
                f"line {self.first_again}: from here on, {self.again} lines name places that "
                "were read before; the first of each was taken"
            )
        copy.stream.seek(0, 2)
        length = copy.stream.tell()
        copy.stream.seek(max(length - 1, 0))
        if copy.stream.read(1) != b"\n":
            copy.problem(f"line {len(copy.marks) + 1}: was not finished; it was dropped")
