"""How a copy of the journal is written: JSON, one line an entry or a checkpoint.

An entry's line is its canonical text (see `leaf_data`) with the leaf hash as its last key, so
that a line which was changed names itself. A checkpoint of n entries stands after the entry at
place n-1; its line begins with the signed note, and has the hashes from which the tree goes on,
so that what follows a damaged stretch can be verified too. Copies of earlier versions have
entries only, without the leaf hash.
"""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from troth.journal.leaf import leaf_data
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import Head, open_head
from troth.journal.tree import Frontier, leaf_hash

LONGEST = 1 << 20  # bytes of a line that is read
CHECKPOINT = b'{"checkpoint":'  # how a checkpoint's line begins, and no entry's
_LEAF = re.compile(rb',"leaf":"([0-9a-f]{64})"\}\Z')


@dataclass(frozen=True, slots=True)
class EntryLine:
    """The hash of an entry's text, the hash that its line names, and the entry.

    `entry` is None where the text is no entry in its canonical form.
    """

    hash: bytes
    leaf: bytes
    entry: Entry | None

    @property
    def changed(self) -> bool:
        """The text is not the one whose hash the line names."""
        return self.hash != self.leaf


@dataclass(frozen=True, slots=True)
class CheckpointLine:
    """A checkpoint as it was written down; nothing of it is verified yet."""

    note: str
    frontier: bytes
    at: datetime

    def opened(self, public_key: str) -> tuple[Head, Frontier | None]:
        """What `public_key` has signed, and the tree at that size if the line has it.

        Raises NoteError when that key has not signed the note.
        """
        head = open_head(self.note, public_key)
        try:
            frontier = Frontier.from_bytes(head.size, self.frontier)
        except ValueError:
            return head, None
        return head, frontier if frontier.root() == head.root else None


def entry_line(entry: Entry) -> str:
    """The line of an entry that has its place, with its end."""
    return f'{leaf_data(entry).decode()[:-1]},"leaf":"{bytes(entry.leaf or b"").hex()}"}}\n'


def checkpoint_line(checkpoint: Checkpoint) -> str:
    """The line of a checkpoint, with its end."""
    facts = {
        "checkpoint": checkpoint.note,
        "at": checkpoint.at.astimezone(UTC).isoformat(),
        "event": "journal.checkpoint",  # whoever looks for events only passes it over
        "frontier": b64encode(bytes(checkpoint.frontier)).decode(),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")) + "\n"


def parse_line(line: bytes) -> EntryLine | CheckpointLine | None:
    """What a line without its end says; None where it says nothing that can be used."""
    if line.startswith(CHECKPOINT):
        return _checkpoint(line)
    named = _LEAF.search(line)
    text = line[: named.start()] + b"}" if named else line
    entry = _entry(text)
    if entry is None and named is None:
        return None
    hash = leaf_hash(text)
    leaf = bytes.fromhex(named[1].decode()) if named else hash
    if entry is not None:
        entry.leaf = hash
    return EntryLine(hash, leaf, entry)


def _checkpoint(line: bytes) -> CheckpointLine | None:
    try:
        facts = json.loads(line)
        note, at = facts["checkpoint"], datetime.fromisoformat(facts["at"])
        frontier = b64decode(facts["frontier"], validate=True)
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return CheckpointLine(note, frontier, at) if type(note) is str and at.tzinfo else None


def _entry(text: bytes) -> Entry | None:
    """An entry from its canonical text; None for any other text."""
    try:
        facts = json.loads(text)
        entry = Entry(
            receipt=UUID(facts["receipt"]),
            at=datetime.fromisoformat(facts["at"]),
            event=facts["event"],
            rule=facts["rule"],
            policy=facts["policy"],
            subject=UUID(facts["subject"]) if facts["subject"] else None,
            counts=facts["counts"],
            seq=facts["seq"],
        )
        texts = (entry.event, entry.rule, entry.policy)
        if type(entry.seq) is int and entry.seq >= 0 and all(type(each) is str for each in texts):
            return entry if leaf_data(entry) == text else None
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError, RecursionError):
        pass
    return None
