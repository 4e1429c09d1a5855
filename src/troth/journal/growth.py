"""That the journal has only grown since a checkpoint: what a witness asks for. Needs no database.

The text is the one that witnesses take (c2sp.org/tlog-witness, add-checkpoint).
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Self

from troth.journal.note import Head, open_head
from troth.journal.proof import ProofError
from troth.journal.tree import Frontier, verify_consistency

_TEXT = re.compile(r"old (0|[1-9][0-9]{0,18})\n((?:[A-Za-z0-9+/]{43}=\n){0,63})\n(.+)", re.DOTALL)


class StaleError(ProofError):
    """A proof from another size than the one that was kept."""

    def __init__(self, proved: int, kept: int) -> None:
        super().__init__(f"The proof is from {proved} entries on, and not from {kept}.")
        self.kept = kept


@dataclass(frozen=True)
class Growth:
    """From `old` entries to those of `checkpoint`, a signed note, by RFC 6962, section 2.1.2."""

    old: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    def verify(self, kept: str | None, public_key: str) -> Head:
        """The checkpoint's head, if its journal goes on from the note `kept`; None for no note.

        Raises NoteError when the key (in text form) has not signed both, StaleError when the proof
        is from another size than the note's, and ProofError when one is no continuation of the
        other.
        """
        head = open_head(self.checkpoint, public_key)
        nothing = Head(head.origin, 0, Frontier().root())
        before = open_head(kept, public_key) if kept is not None else nothing
        if self.old != before.size:
            raise StaleError(self.old, before.size)
        # Whatever has entries goes on from nothing, which needs no proof.
        grown = (
            not self.hashes
            if before.size == 0 < head.size
            else verify_consistency(before.size, head.size, self.hashes, before.root, head.root)
        )
        if not grown:
            raise ProofError(
                f"The journal of {head.size} entries does not go on from that of {before.size}: it "
                "was rewritten, or the proof was changed."
            )
        return head

    def __str__(self) -> str:
        hashes = "".join(f"{b64encode(hash).decode()}\n" for hash in self.hashes)
        return f"old {self.old}\n{hashes}\n{self.checkpoint}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` wrote, from a stranger too. Raises ProofError."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise ProofError("This is no proof that a journal has only grown.")
        hashes = tuple(b64decode(line) for line in match[2].splitlines())
        return cls(int(match[1]), hashes, match[3])
