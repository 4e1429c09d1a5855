"""The key that signs checkpoints: one Ed25519 key in one file, made on first use."""

import os
from pathlib import Path
from secrets import token_hex

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from troth.core.errors import TrothError
from troth.journal.note import public_text


def origin() -> str:
    """The log's name in its checkpoints: setting JOURNAL_ORIGIN, or `troth`."""
    return str(getattr(settings, "JOURNAL_ORIGIN", "troth"))


def public_key() -> str:
    """The public key to publish, as `origin+keyid+base64` (c2sp.org/signed-note).

    Raises TrothError when the key file cannot be read, and NoteError when JOURNAL_ORIGIN has a
    space or a plus.
    """
    return public_text(origin(), signing_key().public_key())


def signing_key() -> Ed25519PrivateKey:
    """The private key from setting JOURNAL_KEY, or `journal.key` in TROTH_HOME (PKCS #8 PEM).

    Made with mode 0600 when there is no such file. Raises TrothError when it is another kind
    of file.
    """
    path = Path(getattr(settings, "JOURNAL_KEY", None) or settings.TROTH_HOME / "journal.key")
    if not path.exists():
        _create(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise TrothError(f"Cannot read the journal's key {path}: {error}.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise TrothError(f"The journal's key {path} must be an Ed25519 private key in PEM.")
    return key


def _create(path: Path) -> None:
    """Write a new key to `path`, unless another process is first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    # Linking a finished file is atomic as O_EXCL is, and nobody can read half a key.
    draft = path.with_name(f"{path.name}.{token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
