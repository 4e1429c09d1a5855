"""The system user that runs PostgreSQL for root, as which PostgreSQL refuses to run."""

import os
import pwd
import stat
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from troth.core.errors import TrothError
from troth.core.leave import reaching

_NAME = "troth"


class Account(NamedTuple):
    """A user and its group."""

    uid: int
    gid: int

    def give(self, directory: Path) -> None:
        """Make the account the owner of `directory`."""
        os.chown(directory, self.uid, self.gid, follow_symlinks=False)

    def admit(self, directory: Path) -> None:
        """Let the account pass through a directory of ours, without letting it read that."""
        if not self._may_pass(directory):
            directory.chmod(stat.S_IMODE(directory.stat().st_mode) | stat.S_IXOTH)

    def require_way(self, path: Path) -> None:
        """Raise TrothError unless the account can pass through the parents of `path`."""
        for parent in reversed(path.parents):
            if not self._may_pass(parent):
                raise TrothError(
                    f"PostgreSQL runs as the user {self._name()} for root, and that user may not "
                    f"pass through {parent} on the way to {path}: allow it (chmod o+x), choose "
                    "another directory, or run Troth as an ordinary user."
                )

    def _may_pass(self, directory: Path) -> bool:
        found = directory.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)

    def _name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)


def account_for(data: Path) -> Account:
    """The account that runs the server of the directory `data` for root.

    That is the owner of the directory, or for a new one the system user `troth`, which is created
    if need be. Raises TrothError when it cannot be.
    """
    if data.exists() and (owner := data.stat()).st_uid:
        return Account(owner.st_uid, owner.st_gid)
    with suppress(KeyError):
        return _existing()
    with suppress(FileNotFoundError), reaching("the users of this machine"):
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", _NAME],
            capture_output=True,
        )
    with suppress(KeyError):
        return _existing()
    raise TrothError(
        f"PostgreSQL does not run as root, and the system user {_NAME} that should run it could "
        "not be created: create that user, or run Troth as an ordinary user."
    )


def require_name(uid: int, gid: int) -> None:
    """Raise TrothError for a user without a name, as whom PostgreSQL makes no directory."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise TrothError(
            f"PostgreSQL makes its directory for a user with a name only, and the user {uid} has "
            f"none here: add the line troth:x:{uid}:{gid}::/:/bin/false to /etc/passwd, such as "
            "in the container's image, or set DATABASE_URL to use another server."
        ) from None


def require_readable(installation: Path) -> None:
    """Raise TrothError unless every user can read the programs in `installation`."""
    for part in ("bin", "lib", "share"):
        for path in (installation / part).rglob("*"):
            if not path.stat().st_mode & stat.S_IROTH:
                raise TrothError(
                    f"The user that runs PostgreSQL for root cannot read {path}: run "
                    f"chmod -R o+rX {installation}, or run Troth as an ordinary user."
                )


def _existing() -> Account:
    entry = pwd.getpwnam(_NAME)
    return Account(entry.pw_uid, entry.pw_gid)
