"""Write the journal out, so that erasures can be replayed after a restore."""

import fcntl
import json
import os
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TextIO

from troth.journal.leaf import leaf_data
from troth.journal.models import Entry
from troth.journal.sequence import sequence


def export(stream: TextIO, *, start: int = 0) -> int:
    """Write every entry from place `start` on, one a line as it is hashed; how many."""
    sequence(wait=True)
    written = 0
    for entry in Entry.objects.filter(seq__gte=start).order_by("seq").iterator(5000):
        stream.write(f"{leaf_data(entry).decode()}\n")
        written += 1
    return written


def mirror(path: Path) -> int:
    """Bring a copy of the journal outside the database up to date; how many entries were new.

    A line that a crash left unfinished is written anew. Of several at once, one goes first.
    """
    with path.open("a+", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        whole, start = _written(stream.fileno())
        stream.truncate(whole)
        new = export(stream, start=start)
        stream.flush()
        os.fsync(stream.fileno())
    return new


def _written(file: int) -> tuple[int, int]:
    """How many bytes of a copy are whole lines, and the place that follows theirs.

    Only the end is read: the copy is brought up to date often, and grows for years.
    """
    if not os.fstat(file).st_size:
        return 0, 0
    with mmap(file, 0, access=ACCESS_READ) as text:
        whole = text.rfind(b"\n") + 1
        last = text[text.rfind(b"\n", 0, max(whole - 1, 0)) + 1 : whole]
    return whole, json.loads(last)["seq"] + 1 if last else 0
