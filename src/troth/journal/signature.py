"""The last checkpoint that this host has signed: its own memory, outside the database.

Whoever owns the tables can take checkpoints away and rewrite what they covered. What the key has
signed is kept here before anybody is handed it, so that it never signs anything else in its place.
"""

from pathlib import Path

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.core.replace_file import replace_file


def signature_file() -> Path:
    """Where it lies: beside this host's copy of the journal."""
    return provider().journal_copy.with_suffix(".checkpoint")


def last_signature() -> str | None:
    """The signed note; None where this host has signed nothing.

    Raises TrothError if it is unreadable, or empty, which a full disk may leave and we never write.
    """
    try:
        note = signature_file().read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(error) from None
    if not note.strip():
        raise TrothError(
            f"{signature_file()}, the last checkpoint that this host has signed, is empty, so "
            "nothing is signed. Put the latest checkpoint there that you have, such as the one of "
            "Monday's mail; where there is none, remove the file."
        )
    return note


def keep_signature(note: str) -> None:
    """Remember a note in place of the one before; after a crash it is one of the two, whole.

    Raises TrothError when it cannot be written.
    """
    path = signature_file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, note.encode())
    except OSError as error:
        raise _unusable(error) from None


def _unusable(error: OSError) -> TrothError:
    reason = (error.strerror or "failed").lower()
    return TrothError(
        f"The last checkpoint that this host has signed, {signature_file()}, can be neither read "
        f"nor written ({reason}), so nothing is signed. Make that possible for this user."
    )
