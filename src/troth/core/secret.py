"""Secrets that are kept in a file where no other is given, and made when there is none."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from secrets import token_hex, token_urlsafe

from troth.core.errors import TrothError


@cache
def secret_key(path: Path) -> str:
    """The secret that signs sessions and tokens. Raises TrothError as `kept` does."""
    return kept(path, _random, "SECRET_KEY")


def kept(path: Path, make: Callable[[], str], setting: str) -> str:
    """The secret in `path`, which is made with mode 0600 when there is no such file.

    Raises TrothError, which names the setting to use instead, when the file can neither be read
    nor made.
    """
    try:
        if not path.exists():
            _create(path, make())
        if key := path.read_text().strip():
            return key
    except OSError as error:
        raise TrothError(
            f"The secret key {path} cannot be used ({error.strerror}): make that possible, or "
            f"set {setting}."
        ) from None
    raise TrothError(f"The secret key {path} is empty: delete it, or set {setting}.")


def _random() -> str:
    return token_urlsafe(48)


def _create(path: Path, secret: str) -> None:
    """Write a secret to `path`, unless another process is first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Linking a finished file is atomic, so nobody reads half a key.
    draft = path.with_name(f"{path.name}.{token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{secret}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
