"""Signed notes, and the tree heads in them: c2sp.org/signed-note and c2sp.org/tlog-checkpoint.

Ed25519 only (signature type 0x01). Pure: keys and texts in, texts out.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from troth.core.errors import TrothError

_ED25519 = b"\x01"
_KEY_NAME = re.compile(r"[^\s+]+")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)")
_HEAD = re.compile(r"(.+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n(?:.+\n)*")


class NoteError(TrothError):
    """A note, checkpoint or public key that cannot be trusted or read."""


@dataclass(frozen=True)
class Head:
    """What a checkpoint says: the log's name, its number of entries, its 32-byte root."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a checkpoint's text; extension lines are skipped. Raises NoteError."""
        match = _HEAD.fullmatch(text)
        if not match:
            raise NoteError("The note is signed but is no checkpoint: origin, size and root.")
        return cls(match[1], int(match[2]), b64decode(match[3]))

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def public_text(name: str, key: Ed25519PublicKey) -> str:
    """A public key as text: `name+keyid+base64`, the form that verifiers of notes take.

    Raises NoteError when `name` is empty or has a space or a plus.
    """
    if not _KEY_NAME.fullmatch(name):
        raise NoteError(f"A note's key name must have no space and no plus, unlike {name!r}.")
    return f"{name}+{_key_id(name, key).hex()}+{b64encode(_ED25519 + _raw(key)).decode()}"


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """`text`, which ends in a newline, with the signature of `name` under it."""
    signature = _key_id(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n— {name} {b64encode(signature).decode()}\n"


def open_note(note: str, public_key: str) -> str:
    """The text of a note that `public_key` (its text form) has signed.

    Signatures of other keys are passed over, so that witnesses may add theirs. Raises NoteError
    when the note or the key is malformed, or no signature is from the key, or one is not right.
    """
    name, key_id, key = _parse_public(public_key)
    text, blank, block = note.rpartition("\n\n")
    lines = block.removesuffix("\n").split("\n")
    if not blank or not block.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise NoteError("This is not a signed note: a text, a blank line, its signatures.")
    text += "\n"
    signatures = []
    for line in lines:
        match = _SIGNATURE_LINE.fullmatch(line)
        if not match:
            raise NoteError("The note has a malformed signature line.")
        signature = _decoded(match[2])
        if match[1] == name and signature[:4] == key_id:
            signatures.append(signature[4:])
    if not signatures:
        raise NoteError(f"The note is not signed by {name}+{key_id.hex()}.")
    try:
        for signature in signatures:
            key.verify(signature, text.encode())
    except InvalidSignature:
        raise NoteError(f"The signature of {name}+{key_id.hex()} does not fit the note.") from None
    return text


def open_head(note: str, public_key: str) -> Head:
    """The checkpoint that `public_key`'s log has signed. Raises NoteError."""
    head = Head.parse(open_note(note, public_key))
    if head.origin != public_key.partition("+")[0]:
        raise NoteError(f"The checkpoint is of another log, {head.origin!r}.")
    return head


def _parse_public(text: str) -> tuple[str, bytes, Ed25519PublicKey]:
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    data = _decoded(encoded)
    if data[:1] == _ED25519 and len(data) == 33:
        key = Ed25519PublicKey.from_public_bytes(data[1:])
        if text.strip() == public_text(name, key):
            return name, bytes.fromhex(key_id), key
    raise NoteError("This is not a public key of the form name+keyid+base64 (Ed25519).")


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + _raw(key)).digest()[:4]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes_raw()


def _decoded(text: str) -> bytes:
    """Base64 in its one spelling (RFC 4648, section 3.5), so that a note has no second one."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        data = b""
    if b64encode(data).decode() != text:
        raise NoteError("The base64 of a key or signature is damaged.")
    return data
