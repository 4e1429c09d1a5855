"""Put an installation back from a backup, into a database and a home that have nothing yet."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from dotenv import load_dotenv

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.installing.backup_contents import DUMP, HOME, Contents, digest_of
from troth.installing.postgres_tools import run_tool
from troth.installing.settings_file import keep_settings, settings_file


def put_back(
    backup: Path, load_settings: Callable[[], None], confirmed: Callable[[], None]
) -> bool:
    """Put a backup back; whether the journal's copy in the home now is the backup's own.

    load_settings: reads the settings; where the home has none, those of the backup hold.
    confirmed: called once nothing stands against it, and raises where nobody wants it.
    What lies in the home already stays: it is newer. The database is filled last and at once, so
    that what is killed can be run again. Raises TrothError, and nothing has changed, where the
    backup is damaged or of a newer Troth, the database holds something, or a key differs.
    """
    contents = Contents.of(backup)
    own = {name: os.environ[name] for name in ("DATABASE_URL",) if name in os.environ}
    bare = not settings_file().exists()
    if bare:
        load_dotenv(backup / HOME / settings_file().name, interpolate=False)
    load_settings()
    _require_known(contents)
    _require_keys(backup)
    _require_empty()
    confirmed()
    _put_files(backup, contents)
    if bare and own:
        keep_settings(own)
    _fill(backup, contents)
    copy = provider().journal_copy
    return digest_of(copy) == digest_of(backup / HOME / copy.name)


def _require_known(contents: Contents) -> None:
    known = MigrationLoader(None).disk_migrations.keys()
    if unknown := sorted({*contents.migrations} - {".".join(each) for each in known}):
        raise TrothError(
            f"This backup is of a newer Troth ({contents.version}), whose migration {unknown[0]} "
            "is unknown here; install that one first."
        )


def _require_keys(backup: Path) -> None:
    for theirs in sorted((backup / HOME).glob("*.key")):
        ours = settings.TROTH_HOME / theirs.name
        same = not ours.exists() or digest_of(ours) == digest_of(theirs)
        if not same and not (ours == provider().journal_key and _was_handed_on(theirs)):
            raise TrothError(
                f"{ours} is another key than the backup's, so another installation lies here; set "
                "TROTH_HOME to a new directory."
            )


def _was_handed_on(key: Path) -> bool:
    """Whether this key of a journal was handed on to the one that signs it here now."""
    # Which speak the language of the settings, read by now.
    from troth.journal.key import origin, public_keys
    from troth.journal.note import public_text

    try:
        former = load_pem_private_key(key.read_bytes(), None)
    except ValueError:
        return False
    if not isinstance(former, Ed25519PrivateKey):
        return False
    ours = {line.partition(" ")[0] for line in public_keys().splitlines()}
    return public_text(origin(), former.public_key()) in ours


def _require_empty() -> None:
    if connection.introspection.table_names():
        raise TrothError(
            "The database holds tables already, and is left as it is; restore into a new one: set "
            "DATABASE_URL to it, or rename the directory postgres in TROTH_HOME to postgres.before."
        )


def _put_files(backup: Path, contents: Contents) -> None:
    try:
        for found in sorted((backup / HOME).rglob("*")):
            to = settings.TROTH_HOME / found.relative_to(backup / HOME)
            if str(found.relative_to(backup)) in contents.files and not to.exists():
                to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                draft = to.with_name(f".{to.name}.part")
                shutil.copyfile(found, draft)
                draft.rename(to)
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise TrothError(
            f"{settings.TROTH_HOME}: {reason}; mend that and run it again, and it goes on."
        ) from None


def _fill(backup: Path, contents: Contents) -> None:
    from troth.wall.build import make_what_lacks

    make_what_lacks()  # the roles, which are the server's and in no dump
    run_tool(
        "pg_restore",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        # The views' schemas, which may be there already.
        "--clean",
        "--if-exists",
        str(backup / DUMP),
        at_least=contents.postgresql,
    )
