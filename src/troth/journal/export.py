"""Write the journal out, so that erasures can be replayed after a restore."""

import os
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

    A line that a crash left unfinished is written anew. Only one process may mirror to a path.
    """
    with path.open("a+", encoding="utf-8") as stream:
        stream.seek(0)
        whole, lines = 0, 0
        while stream.readline().endswith("\n"):
            whole, lines = stream.tell(), lines + 1
        stream.truncate(whole)
        new = export(stream, start=lines)
        stream.flush()
        os.fsync(stream.fileno())
    return new
