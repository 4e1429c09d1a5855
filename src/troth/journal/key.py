"""The keys that sign checkpoints, ours and as a witness others': an Ed25519 key in a file each.

They are made on first use. The file of a journal that has changed its key begins with how that
was handed on (`key_chain`), so that the two can never be of different days.
"""

from contextlib import suppress
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
from troth.journal.key_chain import first_key, follow
from troth.journal.note import COSIGNATURE, NoteError, open_head, public_text


def origin() -> str:
    """The log's name in its checkpoints: setting JOURNAL_ORIGIN."""
    return provider().journal_origin


def public_key(*, make: bool = True) -> str:
    """The public key to publish, as `origin+keyid+base64` (c2sp.org/signed-note).

    What is signed already is checked by `public_keys`: a new key would fit nothing. Raises
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


def public_keys() -> str:
    """The public key and those before it, as `open_head` takes them. Makes none.

    Raises as `public_key`, and TrothError when they were not handed on to this one.
    """
    now, chain = public_key(make=False), key_chain()
    keys = follow(first_key(origin(), chain) or now, chain)
    if keys.splitlines()[-1] != now:
        raise TrothError(
            f"The journal's key {provider().journal_key} is not the one that the keys before it "
            "handed on to; bring it back from its backup."
        )
    return keys


def signer(note: str) -> str:
    """The one of our public keys that has signed a checkpoint. Raises as `public_keys`, and
    NoteError where none has."""
    for line in public_keys().splitlines():
        key = line.partition(" ")[0]
        with suppress(NoteError):
            open_head(note, key)
            return key
    raise NoteError("The checkpoint is not signed by this installation.")


def key_chain() -> str:
    """How the journal's key was handed on, as `follow` takes it; blank where it never was."""
    try:
        text = provider().journal_key.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):  # whoever needs the key says what is wrong with it
        return ""
    before, key, _ = text.partition("-----BEGIN")
    lines = before.splitlines(keepends=True) if key else []  # never what might be a key itself
    return "".join(line for line in lines if line.startswith("{"))


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
    return key_text(Ed25519PrivateKey.generate())


def key_text(key: Ed25519PrivateKey) -> str:
    """A private key as its file has it (PKCS #8 PEM)."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
