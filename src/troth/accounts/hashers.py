"""The hashes of passwords, worked out a few at a time.

Each takes a core and a piece of memory for a moment. Whoever sends many at once waits for the ones
before, and is told to come back rather than have them all worked on together.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth import hashers
from django.utils.translation import gettext as _

from troth.core.conflicts import BusyError

PATIENCE = 3.0  # seconds that one waits for its turn
_turns = BoundedSemaphore(os.cpu_count() or 1)  # of this process


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn. Raises BusyError when that takes too long."""
    if not _turns.acquire(timeout=PATIENCE):
        raise BusyError(_("Many people are signing in at the moment. Please try again."))
    try:
        yield
    finally:
        _turns.release()


class Argon2(hashers.Argon2PasswordHasher):
    """Argon2id, which every new hash is made by."""

    def encode(self, *args: Any, **kwargs: Any) -> str:
        with turn():
            return super().encode(*args, **kwargs)

    def verify(self, *args: Any, **kwargs: Any) -> bool:
        with turn():
            return super().verify(*args, **kwargs)


# These verify by encoding.
class Scrypt(hashers.ScryptPasswordHasher):
    """For hashes from elsewhere."""

    def encode(self, *args: Any, **kwargs: Any) -> str:
        with turn():
            return super().encode(*args, **kwargs)


class PBKDF2(hashers.PBKDF2PasswordHasher):
    """For hashes from elsewhere."""

    def encode(self, *args: Any, **kwargs: Any) -> str:
        with turn():
            return super().encode(*args, **kwargs)
