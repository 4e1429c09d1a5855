"""The secret that signs sessions and tokens, kept in a file where no other is given."""

import os
from functools import cache
from pathlib import Path
from secrets import token_hex, token_urlsafe

from troth.core.errors import TrothError


@cache
def secret_key(path: Path) -> str:
    """The key in `path`, which is made with mode 0600 when there is no such file.

    Raises TrothError when the file can neither be read nor made.
    """
    try:
        if not path.exists():
            _create(path)
        if key := path.read_text().strip():
            return key
    except OSError as error:
        raise TrothError(
            f"The secret key {path} cannot be used ({error.strerror}): make that possible, or "
            "set SECRET_KEY."
        ) from None
    raise TrothError(f"The secret key {path} is empty: delete it, or set SECRET_KEY.")


def _create(path: Path) -> None:
    """Write a new key to `path`, unless another process is first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Linking a finished file is atomic, so nobody reads half a key.
    draft = path.with_name(f"{path.name}.{token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{token_urlsafe(48)}\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
