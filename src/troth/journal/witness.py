"""Be a witness of somebody's log: keep its last checkpoint, and sign the one that goes on from it.

What is kept lies in files, and not in the database: a backup that is restored must not make a
witness forget what it has signed.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.core.replace_file import replace_file
from troth.journal.cosignature import cosign
from troth.journal.growth import Growth
from troth.journal.key import witness_key
from troth.journal.note import Head


def witness(growth: Growth, kept: Path, public_key: str, *, at: datetime) -> tuple[Head, str]:
    """Hold a proof to the checkpoint in the file `kept`, and keep its own in that place.

    Returns what it says, and the line by which we cosign it; blank where WITNESS_NAME is not set.
    Nobody else is at the file meanwhile. Raises as `Growth.verify`, and TrothError when the file
    can be neither read nor written; then it is as it was.
    """
    try:
        with _alone(kept):
            before = kept.read_text(encoding="utf-8") if kept.exists() else None
            head = growth.verify(before, public_key)
            name = provider().witness_name
            line = cosign(growth.checkpoint, name, witness_key(), at=at) if name else ""
            replace_file(kept, f"{growth.checkpoint}{line}".encode())
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "failed").lower()
        raise TrothError(f"{kept} can be neither read nor written ({reason}).") from None
    return head, line


def memory_of(log: str) -> Path:
    """Where the last checkpoint that we have cosigned of a log lies, by the log's name."""
    return provider().witness_memory / sha256(log.encode()).hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
