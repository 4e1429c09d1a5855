"""What a receipt carries: one entry, and why it is in the signed tree. Needs no database."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from troth.core.errors import TrothError
from troth.journal.note import open_head
from troth.journal.tree import leaf_hash, verify_inclusion


class ProofError(TrothError):
    """A proof that cannot be read, or proves nothing."""


@dataclass(frozen=True)
class Proof:
    """That an entry is in the journal.

    `entry` is its canonical text (see `leaf_data`), `index` its place and `size` the number of
    entries in the tree that `checkpoint`, a signed note, is about; `hashes` lead from the
    entry's leaf to the root (RFC 6962, section 2.1.1).
    """

    entry: str
    index: int
    size: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    def verify(self, public_key: str) -> Mapping[str, object]:
        """What the entry says, if the log of `public_key` (its text form) has signed it.

        Raises NoteError when the checkpoint is not signed by that key, and ProofError when the
        entry is not in the tree that it signs, or not at the place that it names.
        """
        head = open_head(self.checkpoint, public_key)
        if head.size != self.size:
            raise ProofError(f"The checkpoint is of {head.size} entries, the proof of {self.size}.")
        leaf = leaf_hash(self.entry.encode())
        if not verify_inclusion(leaf, self.index, self.size, self.hashes, head.root):
            raise ProofError("The entry is not in the signed journal: it or the proof was changed.")
        facts = self.said()
        if facts.get("seq") != self.index:
            raise ProofError(f"The entry names another place than {self.index}.")
        return facts

    def said(self) -> Mapping[str, object]:
        """What the entry says, whether it is in a journal or not. Raises ProofError."""
        try:
            facts = json.loads(self.entry)
        except (ValueError, RecursionError):
            facts = None
        if not isinstance(facts, dict):
            raise ProofError("The entry is none that the journal has written.")
        return facts

    def to_json(self) -> str:
        """One line of JSON; the hashes in base64."""
        return json.dumps(
            {
                "entry": self.entry,
                "index": self.index,
                "size": self.size,
                "hashes": [b64encode(hash).decode() for hash in self.hashes],
                "checkpoint": self.checkpoint,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote, from a stranger too. Raises ProofError."""
        try:
            data = json.loads(text)
            proof = cls(
                entry=data["entry"],
                index=data["index"],
                size=data["size"],
                hashes=tuple(b64decode(hash, validate=True) for hash in data["hashes"]),
                checkpoint=data["checkpoint"],
            )
            (proof.entry + proof.checkpoint).encode()
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ProofError("This is not a proof that the journal has made.") from error
        texts, numbers = (proof.entry, proof.checkpoint), (proof.index, proof.size)
        if not all(type(value) is str for value in texts) or not all(
            type(value) is int for value in numbers
        ):
            raise ProofError("This is not a proof that the journal has made.")
        return proof
