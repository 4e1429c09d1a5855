"""The keys that sign checkpoints, ours and as a witness others': an Ed25519 key in a file each.

They are made on first use.
"""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.core.secret import kept
from troth.journal.note import COSIGNATURE, public_text


def origin() -> str:
    """The log's name in its checkpoints: setting JOURNAL_ORIGIN."""
    return provider().journal_origin


def public_key(*, make: bool = True) -> str:
    """The public key to publish, as `origin+keyid+base64` (c2sp.org/signed-note).

    What is signed already is checked without `make`: a new key would fit nothing. Raises
    TrothError when the key file cannot be read or, without `make`, is missing; and NoteError
    when JOURNAL_ORIGIN has a space or a plus.
    """
    path = provider().journal_key
    if not make and not path.exists():
        raise TrothError(
            f"The journal's key {path} is missing, so nothing that it signed can "
            "be checked: bring it back from its backup, or set JOURNAL_KEY."
        )
    return public_text(origin(), signing_key().public_key())


def signing_key() -> Ed25519PrivateKey:
    """The private key from setting JOURNAL_KEY. Made, and raises, as `_key`."""
    return _key(provider().journal_key, "JOURNAL_KEY")


def witness_key() -> Ed25519PrivateKey:
    """The private key from setting WITNESS_KEY. Made, and raises, as `_key`."""
    return _key(provider().witness_key, "WITNESS_KEY")


def witness_public_key() -> str:
    """The public key by which logs know this witness, as `name+keyid+base64`."""
    return public_text(provider().witness_name, witness_key().public_key(), COSIGNATURE)


def _key(path: Path, setting: str) -> Ed25519PrivateKey:
    """The private key in a file (PKCS #8 PEM).

    Made when there is no such file. Raises TrothError when it is another kind of file.
    """
    try:
        key = load_pem_private_key(kept(path, _new, setting).encode(), password=None)
    except (TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise TrothError(f"Cannot read the journal's key {path}: {error}.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise TrothError(f"The journal's key {path} must be an Ed25519 private key in PEM.")
    return key


def _new() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
