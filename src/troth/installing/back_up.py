"""Back up an installation while it runs: one directory, from which it can be made again."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from errno import ENOSPC
from importlib.metadata import version
from os import strerror
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.installing.backup_contents import DUMP, HOME, Contents, digest_of
from troth.installing.last_backup import keep_last_backup
from troth.installing.postgres_tools import run_tool

_FULL = 2**16  # bytes that are left of a disk on which nothing more can be written


def back_up(to: Path, *, at: datetime) -> Contents:
    """Write the database, and then all else, into a new directory; what lies in it then.

    In this order: a file that came in between is one too many, where one too few would be missed.
    It is written beside, and has its name only once it is whole. The tables are left as they are,
    so a new release backs up what the old one has left. Raises TrothError where nothing is
    installed, the directory holds something, or there is no room.
    """
    to = to.absolute()
    _require_installation()
    _require_place(to)
    draft = to.with_name(f".{to.name}.part")
    try:
        shutil.rmtree(draft, ignore_errors=True)  # of one that was killed
        draft.mkdir(mode=0o700)
        contents = _write(draft, at)
        draft.rename(to)
    except (OSError, TrothError) as error:
        if isinstance(error, TrothError):
            if shutil.disk_usage(draft).free > _FULL:
                raise
            error = OSError(ENOSPC, strerror(ENOSPC))  # which `pg_dump` says in its own words
        reason = (error.strerror or "cannot be written").lower()
        raise TrothError(f"{to}: {reason}; nothing was kept of this backup.") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    with suppress(OSError):  # it is whole, whether or not that can be remembered
        keep_last_backup(at, to)
    return contents


def left_out() -> list[Path]:
    """The files of keys that no backup holds, since they lie outside of the home."""
    ours = provider()
    keys = (ours.journal_key, ours.sites_key, ours.witness_key)
    return [key for key in keys if key.exists() and not _is_in(key, settings.TROTH_HOME)]


def _require_installation() -> None:
    if not settings.TROTH_HOME.exists() or not connection.introspection.table_names():
        raise TrothError(
            f"There is no installation in {settings.TROTH_HOME} to back up; go to the folder of "
            "yours, or set TROTH_HOME."
        )


def _require_place(to: Path) -> None:
    if to.is_symlink() or (to.exists() and (not to.is_dir() or any(to.iterdir()))):
        raise TrothError(f"{to} is there already; name a directory that is new, or empty.")
    if not to.parent.is_dir():
        raise TrothError(f"{to.parent} is no directory; make it first.")
    if _is_in(to, settings.TROTH_HOME):
        raise TrothError(
            f"A backup in {settings.TROTH_HOME} is lost with it; name a directory elsewhere, best "
            "on another machine."
        )


def _write(draft: Path, at: datetime) -> Contents:
    applied = MigrationRecorder(connection).applied_migrations()
    major = run_tool("pg_dump", "--format=custom", "--no-owner", f"--file={draft / DUMP}")
    for path, found in _kept(settings.TROTH_HOME):
        copy = draft / HOME / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # erased meanwhile
            shutil.copyfile(found, copy)
    contents = Contents(
        version=version("troth"),
        made=at,
        postgresql=major,
        migrations=tuple(sorted(".".join(each) for each in applied)),
        files={
            str(path.relative_to(draft)): digest_of(path)
            for path in sorted(draft.rglob("*"))
            if path.is_file()
        },
    )
    contents.write(draft)
    return contents


def _kept(home: Path) -> Iterator[tuple[Path, Path]]:
    """All that lies in a home but PostgreSQL's own: by its path there, and where it is."""
    for top in sorted(home.iterdir()):
        if top.name.startswith("postgres"):
            continue
        # A directory may lie on another disk, with a link to it here.
        root = top.resolve()
        for found in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if found.is_file():
                yield top.name / found.relative_to(root), found


def _is_in(path: Path, directory: Path) -> bool:
    return path.resolve().is_relative_to(directory.resolve())
