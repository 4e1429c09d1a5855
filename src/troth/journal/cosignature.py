"""What a witness signs: that it has seen a checkpoint, and when (c2sp.org/tlog-cosignature).

Ed25519 only (signature type 0x04, `cosignature/v1`). Pure: keys and texts in, texts out.
"""

from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from troth.journal.note import (
    COSIGNATURE,
    NoteError,
    key_id,
    parse_public,
    parse_signature,
    signature_line,
    text_of,
)


def cosign(note: str, name: str, key: Ed25519PrivateKey, *, at: datetime) -> str:
    """The line by which the witness `name` signs a checkpoint, with its end."""
    time = int(at.timestamp())
    signed = key.sign(_message(text_of(note), time))
    return signature_line(
        name, key_id(name, key.public_key(), COSIGNATURE), time.to_bytes(8) + signed
    )


def cosigned_at(note: str, line: str, witness: str) -> datetime:
    """When the witness of a public key (in text form) signed a checkpoint by that line.

    Raises NoteError when the line is not that witness's, or does not fit.
    """
    name, id, key = parse_public(witness, COSIGNATURE)
    signer, signer_id, signature = parse_signature(line)
    if (signer, signer_id) != (name, id) or len(signature) != 72:
        raise NoteError(f"The line is no signature of the witness {name}+{id.hex()}.")
    time = int.from_bytes(signature[:8])
    try:
        key.verify(signature[8:], _message(text_of(note), time))
        return datetime.fromtimestamp(time, UTC)
    except (InvalidSignature, OverflowError, ValueError, OSError):
        raise NoteError(f"The signature of {name}+{id.hex()} does not fit the note.") from None


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()
