"""Signed notes, and the tree heads in them: c2sp.org/signed-note and c2sp.org/tlog-checkpoint.

Ed25519 only (signature type 0x01, and 0x04 for `cosignature`). Pure: keys and texts in, texts out.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from troth.core.errors import TrothError

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
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


def public_text(name: str, key: Ed25519PublicKey, kind: bytes = ED25519) -> str:
    """A public key as text: `name+keyid+base64`, the form that verifiers of notes take.

    kind: what it signs, notes or as a witness.

    Raises NoteError when `name` is empty or has a space or a plus.
    """
    if not _KEY_NAME.fullmatch(name):
        raise NoteError(f"A note's key name must have no space and no plus, unlike {name!r}.")
    return f"{name}+{key_id(name, key, kind).hex()}+{b64encode(kind + _raw(key)).decode()}"


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """`text`, which ends in a newline, with the signature of `name` under it."""
    id = key_id(name, key.public_key(), ED25519)
    return f"{text}\n{signature_line(name, id, key.sign(text.encode()))}"


def open_note(note: str, public_key: str) -> str:
    """The text of a note that `public_key` (its text form) has signed.

    Signatures of other keys are passed over, so that witnesses may add theirs. Raises NoteError
    when the note or the key is malformed, or no signature is from the key, or one is not right.
    """
    name, id, key = parse_public(public_key, ED25519)
    text = text_of(note)
    signatures = []
    for line in note[len(text) + 1 :].removesuffix("\n").split("\n"):
        signer, signer_id, signature = parse_signature(line)
        if (signer, signer_id) == (name, id):
            signatures.append(signature)
    if not signatures:
        raise NoteError(f"The note is not signed by {name}+{id.hex()}.")
    try:
        for signature in signatures:
            key.verify(signature, text.encode())
    except InvalidSignature:
        raise NoteError(f"The signature of {name}+{id.hex()} does not fit the note.") from None
    return text


def text_of(note: str) -> str:
    """The text of a note, whoever has signed it. Raises NoteError."""
    text, blank, _ = note.rpartition("\n\n")
    if not blank or not note.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise NoteError("This is not a signed note: a text, a blank line, its signatures.")
    return text + "\n"


def signature_line(name: str, id: bytes, signature: bytes) -> str:
    """The line of a signature in a note, with its end."""
    return f"— {name} {b64encode(id + signature).decode()}\n"


def parse_signature(line: str) -> tuple[str, bytes, bytes]:
    """Whose line it is, the id of the key, and the signature. Raises NoteError."""
    match = _SIGNATURE_LINE.fullmatch(line.removesuffix("\n"))
    if not match:
        raise NoteError("The note has a malformed signature line.")
    signature = _decoded(match[2])
    return match[1], signature[:4], signature[4:]


def open_head(note: str, public_key: str) -> Head:
    """The checkpoint that `public_key`'s log has signed.

    Where the log has changed its key, each stands on a line, the oldest first; all but the last
    with the number of entries up to which they sign. Raises NoteError.
    """
    refused = NoteError("No key was given.")
    for line in public_key.splitlines():
        key, _, last = line.partition(" ")
        try:
            head = Head.parse(open_note(note, key))
        except NoteError as error:
            refused = error
            continue
        if head.origin != key.partition("+")[0]:
            raise NoteError(f"The checkpoint is of another log, {head.origin!r}.")
        if last and head.size > int(last):
            raise NoteError(
                f"The checkpoint of {head.size} entries is signed by a key that was replaced after "
                f"{last}."
            )
        return head
    raise refused


def parse_public(text: str, kind: bytes) -> tuple[str, bytes, Ed25519PublicKey]:
    """The name, the id and the key of a public key in its text form. Raises NoteError."""
    name, _, rest = text.strip().partition("+")
    id, _, encoded = rest.partition("+")
    data = _decoded(encoded)
    if data[:1] == kind and len(data) == 33:
        key = Ed25519PublicKey.from_public_bytes(data[1:])
        if text.strip() == public_text(name, key, kind):
            return name, bytes.fromhex(id), key
    raise NoteError("This is not a public key of the form name+keyid+base64 (Ed25519).")


def key_id(name: str, key: Ed25519PublicKey, kind: bytes) -> bytes:
    """What a signature calls the key that made it: four bytes."""
    return sha256(name.encode() + b"\n" + kind + _raw(key)).digest()[:4]


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
