"""Whether the database's journal goes on from what this host knows of it: its copy, its signature.

After a backup was restored, or the tables were rewritten, it does not: it would give places anew
that are given already, and the key would sign a second history. So whoever numbers or signs asks
here first.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.db.models import Max

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.journal.copy_line import CHECKPOINT, LONGEST, CheckpointLine, parse_line
from troth.journal.key import origin, public_keys
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import NoteError, open_head
from troth.journal.signature import last_signature, signature_file
from troth.journal.tree import Frontier
from troth.journal.tree_at import tree_at

TAIL = 1 << 20  # bytes in which the last checkpoint usually is


class JournalStopped(TrothError):
    """Nothing is numbered or signed: the database and this host tell different things."""


class LostError(JournalStopped):
    """The database lacks what this host knows of, or tells something else in its place."""


def agree_with_host() -> None:
    """Do nothing where the database goes on from this host's copy and from what it has signed.

    Raises JournalStopped otherwise.
    """
    agree_with_copy()
    agree_with_signature()


def agree_with_signature() -> None:
    """Do nothing where this host has signed nothing, or a tree that the database goes on from.

    Raises JournalStopped otherwise, and when another key has signed it.
    """
    path = signature_file()
    note = last_signature()
    if note is None:
        return
    try:
        head = open_head(note, public_keys())
    except NoteError:
        raise JournalStopped(
            f"What this host has signed last, {path}, is not signed by {origin()} with the key of "
            "JOURNAL_KEY, so nothing is numbered or signed. Bring the key back; where the file is "
            "another installation's, move it away."
        ) from None
    agree(path, head.size, head.root)


def agree_with_copy() -> None:
    """Do nothing where this host has no copy of the journal, or one that the database goes on from.

    Costs a look at the file's time, and at its end when it has changed. Raises JournalStopped
    otherwise, and when the copy's end cannot be read.
    """
    path = provider().journal_copy
    try:
        state = path.stat()
        stamp = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns)
        size, root = _kept(path, stamp)
    except FileNotFoundError:
        return
    except OSError as error:
        reason = (error.strerror or "failed").lower()
        raise JournalStopped(
            f"The journal's copy {path} cannot be read ({reason}), so nothing is numbered or "
            "signed. Let this user read it."
        ) from None
    agree(path, size, root)


def agree(path: Path, size: int, root: bytes) -> None:
    """Do nothing where the database's first `size` entries make the tree of that root.

    Raises JournalStopped otherwise, for the file `path` that says so.
    """
    tree = tree_at(size)
    if tree is None:
        raise LostError(
            f"The database's journal has {places()} entries and {path} has {size}, as after a "
            "backup was restored. Nothing is numbered or signed until `troth restore` "
            "has taken up what is missing."
        )
    if tree.root() != root:
        raise LostError(
            f"The database's journal and {path} differ within the first {size} entries: "
            "`troth journal verify` says from where on. Nothing is numbered or signed until "
            "`troth restore` has joined them."
        )


def places() -> int:
    """How many places the database has given: one more than the last, signed or not."""
    last = Entry.objects.aggregate(last=Max("seq"))["last"]
    signed = Checkpoint.objects.aggregate(size=Max("size"))["size"]
    return max(-1 if last is None else last, (signed or 0) - 1) + 1


def end_of(path: Path, stream: BinaryIO) -> tuple[int, bytes, int]:
    """How many entries a copy has, the root of their tree, and how many of them are signed.

    Reads from the last checkpoint on; the whole file when that is far. Raises JournalStopped
    when a line there cannot be read, or is not this installation's.
    """
    stream.seek(_last_checkpoint(stream))
    tree, signed = Frontier(), 0
    while line := stream.readline(LONGEST):
        if not line.endswith(b"\n") and len(line) < LONGEST:
            break  # not finished: a crash, or somebody is writing
        read = parse_line(line.removesuffix(b"\n"))
        if isinstance(read, CheckpointLine):
            tree = _opened(path, read)
            signed = tree.size
        elif read is None or read.entry is None or read.entry.seq != tree.size:
            raise _damaged(path)
        else:
            tree.append(read.leaf)
    return tree.size, tree.root(), signed


@lru_cache(maxsize=4)
def _kept(path: Path, stamp: object) -> tuple[int, bytes]:
    """The end of a copy that has not changed since `stamp`."""
    with path.open("rb") as stream:
        size, root, _ = end_of(path, stream)
    return size, root


def _last_checkpoint(stream: BinaryIO) -> int:
    """Where the last checkpoint's line begins, if it is near the end; else the beginning."""
    length = stream.seek(0, os.SEEK_END)
    start = max(length - TAIL, 0)
    stream.seek(start)
    tail = stream.read()
    finished = tail.rfind(b"\n") + 1
    found = tail.rfind(b"\n" + CHECKPOINT, 0, finished - 1)
    return start + found + 1 if found >= 0 else 0


def _opened(path: Path, line: CheckpointLine) -> Frontier:
    try:
        _, tree = line.opened(public_keys())
    except NoteError:
        raise JournalStopped(
            f"The last checkpoint in the journal's copy {path} is not signed by {origin()} with "
            "the key of JOURNAL_KEY, so nothing is numbered or signed. Where the copy is another "
            "installation's, move it away; otherwise bring the key back."
        ) from None
    if tree is None:
        raise _damaged(path)
    return tree


def _damaged(path: Path) -> JournalStopped:
    return JournalStopped(
        f"The end of the journal's copy {path} is damaged, so nothing is numbered or signed. "
        "`troth restore` takes up what is right in it, and writes a new one."
    )
