"""Write the journal out of the database, so that a restored backup can be brought up to it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from heapq import merge
from pathlib import Path
from typing import TextIO

from django.db import transaction

from troth.core.errors import TrothError
from troth.journal.agree import JournalStopped, agree, end_of
from troth.journal.compare import compare
from troth.journal.copy import open_copy
from troth.journal.copy_line import checkpoint_line, entry_line
from troth.journal.models import Checkpoint, Entry
from troth.journal.sequence import sequence


def export(stream: TextIO) -> int:
    """Write every entry, and the checkpoints between them, one a line; how many entries."""
    sequence(wait=True)
    return _write(stream, start=0, signed=0)


def mirror(path: Path) -> int:
    """Bring a copy of the journal outside the database up to date; how many entries were new.

    A line that a crash left unfinished is written anew. Of several at once, one goes first.
    Raises JournalStopped, and leaves the copy as it is, when the database's history is not the
    copy's and what followed it: it names from which place on.
    """
    try:
        return _mirror(path)
    except IsADirectoryError:
        raise TrothError(f"The journal's copy {path} is a directory; move it away.") from None
    except JournalStopped as stopped:
        with open_copy(path) as copy:
            raise compare(copy, unsigned=True).stopped(path) or stopped from None


def _mirror(path: Path) -> int:
    with _alone(path) as stream:
        size, root, signed = end_of(path, stream.buffer)
        agree(path, size, root)
        sequence(wait=True)
        stream.truncate(_finished(stream))
        stream.seek(0, os.SEEK_END)
        new = _write(stream, start=size, signed=signed)
        stream.flush()
        os.fsync(stream.fileno())
    return new


def renew(path: Path, *, at: datetime) -> Path:
    """Write a new copy of the journal in place of the one in `path`, which gets another name.

    The new one is whole before it takes the place. Returns where the old one lies.
    """
    old = beside(path, "before", at)
    draft = path.with_name(f"{path.name}.draft")
    with _alone(path):
        with draft.open("w", encoding="utf-8") as stream:
            _write(stream, start=0, signed=0)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(path, old)
        os.replace(draft, path)
    return old


def beside(path: Path, what: str, at: datetime) -> Path:
    """A name beside that of a copy which nothing has yet, with the second in it."""
    stem = f"{path.stem}.{what}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (f"{stem}{extra}{path.suffix}" for extra in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(found for name in names if not (found := path.with_name(name)).exists())


def write_from(stream: TextIO, start: int) -> int:
    """Write the entries from place `start` on, and the checkpoints of more; how many entries."""
    return _write(stream, start=start, signed=start)


def _write(stream: TextIO, *, start: int, signed: int) -> int:
    """Write the entries from place `start` on, and the checkpoints that a copy lacks of these.

    A checkpoint of fewer entries would stand too late; one that follows says the same.
    """
    made = Checkpoint.objects.filter(size__gt=signed, size__gte=start).order_by("size")
    numbered = Entry.objects.filter(seq__gte=start).order_by("seq")
    written = 0
    facts: list[Iterator[Entry | Checkpoint]] = [made.iterator(), numbered.iterator(5000)]
    with transaction.atomic():  # outside a transaction, the server would copy the whole result
        # merge() opens the checkpoints first, so the entries that each one covers are committed.
        for fact in merge(*facts, key=_place):
            if isinstance(fact, Entry):
                stream.write(entry_line(fact))
                written += 1
            else:
                stream.write(checkpoint_line(fact))
    return written


def _place(fact: Entry | Checkpoint) -> int:
    """A checkpoint of size n comes before entry n: merge() keeps the order of its arguments."""
    if isinstance(fact, Entry):
        assert fact.seq is not None
        return fact.seq
    return fact.size


@contextmanager
def _alone(path: Path) -> Iterator[TextIO]:
    """The copy in `path`, made if there is none, with nobody else at it."""
    while True:
        with path.open("a+", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            # While this waited, another copy may have taken its place.
            if _same(path, stream):
                yield stream
                return


def _same(path: Path, stream: TextIO) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(stream.fileno()))
    except FileNotFoundError:
        return False


def _finished(stream: TextIO) -> int:
    """How many bytes of a copy are whole lines."""
    length = os.fstat(stream.fileno()).st_size
    end = length
    while end:
        start = max(end - 65536, 0)
        found = os.pread(stream.fileno(), end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
