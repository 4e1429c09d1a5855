"""Take the demo's data away, and nothing else."""

import shutil
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import NotSupportedError, connection, transaction

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.demo.make import is_made
from troth.journal.models import Checkpoint, Entry
from troth.journal.signature import signature_file

# Tables of ours that no model has, and those that are filled by migrating, not by the demo.
_OTHERS = {"django_migrations"}
_KEPT = {"auth_permission", "django_content_type"}

# Commands make their tables in the first schema of the search_path, and only there.
_HERE = """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'f')
"""
_SOMEBODY_ELSE = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
"""


def start_over(*, at: datetime) -> list[Path]:
    """Empty the demo's tables, remove its files, and set its journal's key and copy aside.

    Nothing is dropped, and no other schema of the database is touched. The next journal is
    another log, and no key may sign two; what the key has signed can still be verified by it, so
    it gets the moment into its name and stays, as do the journal's copy and last checkpoint.
    Returns what they are called now.

    Raises TrothError when the demo has not made the database, when other tables lie among its own
    or refer to them, while somebody else is connected, and when the key cannot be set aside.
    """
    if not is_made():
        raise TrothError(
            "This database holds data that the demo has not made, so it is left alone; set "
            "TROTH_HOME or DATABASE_URL to another one."
        )
    _empty()
    ours = provider()
    for directory in (ours.files, settings.TROTH_HOME / "mail"):
        shutil.rmtree(directory, ignore_errors=True)
    files = (ours.journal_key, ours.journal_copy, signature_file())
    return [_set_aside(path, at) for path in files if path.exists()]


def require_unused_key() -> None:
    """Raise TrothError when there is a key already, which may sign the journal of another log."""
    key = provider().journal_key
    if key.exists():
        raise TrothError(
            f"The key {key} may have signed another journal, and no key signs "
            "two: set TROTH_HOME, or JOURNAL_KEY, to where there is none yet."
        )


@transaction.atomic
def _empty() -> None:
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute(_HERE)
        here = {name for (name,) in cursor.fetchall()}
        if here != ours | _OTHERS:
            raise TrothError(
                "Other tables lie among the demo's, or the demo's in a schema that is not the "
                "first of the search_path; empty the demo's by hand."
            )
        cursor.execute(_SOMEBODY_ELSE)
        if cursor.fetchone()[0]:
            raise TrothError("Another process uses the demo's data; stop it, then try again.")
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        tables = {name: f"{schema}.{connection.ops.quote_name(name)}" for name in ours}
        # The journal refuses this to everybody who has not switched its triggers off.
        journal = [tables[model._meta.db_table] for model in (Entry, Checkpoint)]
        for table in journal:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        emptied = ", ".join(tables[name] for name in sorted(ours - _KEPT))
        try:
            cursor.execute(f"TRUNCATE {emptied} RESTART IDENTITY")
        except NotSupportedError:
            raise TrothError(
                "Other tables refer to the demo's; remove their foreign keys, then try again."
            ) from None
        for table in journal:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _set_aside(path: Path, at: datetime) -> Path:
    try:
        return path.rename(path.with_name(f"{path.name}.until-{at:%Y%m%dT%H%M%S.%f}"))
    except OSError as error:
        raise TrothError(
            f"{path} belongs to the journal that is gone and cannot be renamed "
            f"({error.strerror}); move it away, then run this again."
        ) from None
