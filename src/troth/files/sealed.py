"""Stored files that only the key in their row opens, however large, whole or not at all.

The content is cut into pieces of 64 KiB, and each is encrypted under its number and whether it is
the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-
Encryption and its Nonce-Reuse Misuse-Resistance", 2015, as in C2SP.org/age). So none can be
dropped, doubled, moved, added or cut off without being found out:

    file     mark, 16 random bytes (the salt), pieces
    key      HKDF-SHA-256 of the row's key (32 bytes) with the salt
    piece n  ChaCha20-Poly1305, nonce: n in 11 bytes (big-endian), then 1 if it is the last, else 0

Where the key is destroyed, copies of the file that a backup holds cannot be read any more.

Files of version 0.1.0 are Fernet tokens, one a line, each under the row's key of 44 characters.
They still open; nobody can tell of them whether lines are missing or out of order.
"""

import io
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from troth.core.errors import TrothError

logger = logging.getLogger(__name__)

new_key = ChaCha20Poly1305.generate_key

_MARK = b"troth sealed 1\n"
_SALT = 16  # bytes
_PIECE = 1 << 16  # bytes that are encrypted at a time
_TAG = 16  # bytes by which a piece grows


class Damaged(TrothError):
    """A sealed file is not what was written, or the key is another's."""


@contextmanager
def sealing(output: IO[bytes], key: bytes) -> Iterator[IO[bytes]]:
    """A stream, to be written from front to back, that arrives encrypted in `output`.

    The file is whole once this has ended; after an exception it never is, and does not open.
    """
    stream = _Sealing(output, key)
    yield cast(IO[bytes], stream)
    stream.finish()


def sealed(content: bytes) -> tuple[bytes, bytes]:
    """A new key, and what it encrypts `content` to, as a whole."""
    key, stored = new_key(), io.BytesIO()
    with sealing(stored, key) as stream:
        stream.write(content)
    return key, stored.getvalue()


def opening(stored: IO[bytes], key: bytes) -> IO[bytes]:
    """What was encrypted into a file, as a stream; closing it closes the file.

    The whole file is read first, so that nothing of a damaged one gets out. Raises Damaged, and
    closes the file, when it is not as it was written or the key is another.
    """
    try:
        start = stored.tell()
        for _piece in _pieces(stored, key):
            pass
        stored.seek(start)
    except BaseException as error:
        if isinstance(error, Damaged):
            logger.error("A sealed file is damaged: %s", getattr(stored, "name", "it has no name"))
        stored.close()
        raise
    return cast(IO[bytes], io.BufferedReader(_Opening(stored, key), _PIECE))


class _Sealing(io.RawIOBase):
    def __init__(self, output: IO[bytes], key: bytes) -> None:
        salt = os.urandom(_SALT)
        output.write(_MARK + salt)
        self._output, self._cipher = output, _cipher(key, salt)
        self._number, self._waiting = 0, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._waiting += content
        # The last piece is known as such only at the end, so one is always held back.
        while len(self._waiting) > _PIECE:
            self._put(self._waiting[:_PIECE], last=False)
            del self._waiting[:_PIECE]
        return len(content)

    def finish(self) -> None:
        self._put(self._waiting, last=True)

    def _put(self, piece: bytes | bytearray, *, last: bool) -> None:
        self._output.write(self._cipher.encrypt(_nonce(self._number, last), piece, None))
        self._number += 1


class _Opening(io.RawIOBase):
    def __init__(self, stored: IO[bytes], key: bytes) -> None:
        self._stored, self._pieces = stored, _pieces(stored, key)
        self._piece = io.BytesIO()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not (read := self._piece.readinto(buffer)):
            if (piece := next(self._pieces, None)) is None:
                break
            self._piece = io.BytesIO(piece)
        return read

    def close(self) -> None:
        self._stored.close()
        super().close()


def _pieces(stored: IO[bytes], key: bytes) -> Iterator[bytes]:
    """The content, piece by piece, each found to be as it was written and in its place."""
    try:
        # The row says which of the two it is: a file could be exchanged for one of the other.
        yield from (_chained if len(key) == 32 else _unchained)(stored, key)
    except (InvalidTag, InvalidToken):
        raise Damaged(
            _("The stored file has been damaged or changed, so it was not opened.")
        ) from None


def _chained(stored: IO[bytes], key: bytes) -> Iterator[bytes]:
    if stored.read(len(_MARK)) != _MARK:
        raise InvalidTag
    cipher = _cipher(key, stored.read(_SALT))
    number, piece = 0, stored.read(_PIECE + _TAG)
    while True:
        following = stored.read(_PIECE + _TAG)
        yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        if not following:
            return
        number, piece = number + 1, following


def _unchained(stored: IO[bytes], key: bytes) -> Iterator[bytes]:
    fernet = Fernet(key)
    for line in stored:
        yield fernet.decrypt(line.rstrip())


def _cipher(key: bytes, salt: bytes) -> ChaCha20Poly1305:
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=_MARK).derive(key)
    return ChaCha20Poly1305(derived)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
