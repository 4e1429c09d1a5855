"""Stored files that only the key in their row opens, however large: Fernet tokens, one a line.

Where the key is destroyed, copies of the file that a backup holds cannot be read any more.
"""

import io
from typing import IO, Any, cast

from cryptography.fernet import Fernet

_PIECE = 1 << 16  # bytes that are encrypted at a time

new_key = Fernet.generate_key


def sealing(output: IO[bytes], key: bytes) -> IO[bytes]:
    """A stream, to be written from front to back, that arrives encrypted in `output`."""
    return cast(IO[bytes], io.BufferedWriter(_Sealing(output, key), _PIECE))


def opening(stored: IO[bytes], key: bytes) -> IO[bytes]:
    """What was encrypted into a file, as a stream; closing it closes the file.

    Reading raises cryptography.fernet.InvalidToken where the key is another one.
    """
    return cast(IO[bytes], io.BufferedReader(_Opening(stored, key), _PIECE))


class _Sealing(io.RawIOBase):
    def __init__(self, output: IO[bytes], key: bytes) -> None:
        self._output, self._fernet = output, Fernet(key)

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._output.write(self._fernet.encrypt(bytes(piece)) + b"\n")
        return len(piece)


class _Opening(io.RawIOBase):
    def __init__(self, stored: IO[bytes], key: bytes) -> None:
        self._stored, self._fernet = stored, Fernet(key)
        self._piece = io.BytesIO()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not (read := self._piece.readinto(buffer)):
            if not (line := self._stored.readline()):
                break
            self._piece = io.BytesIO(self._fernet.decrypt(line.rstrip()))
        return read

    def close(self) -> None:
        self._stored.close()
        super().close()
