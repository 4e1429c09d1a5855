"""Take the demo's data away, and nothing else."""

import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from troth.core.errors import TrothError
from troth.demo.make import is_made

_OTHERS = {"django_migrations"}  # tables of ours that no model has


def start_over() -> None:
    """Drop all tables of a database that the demo has made, its files and its journal's key.

    The tables have to be made anew afterwards. Raises TrothError when the demo has not made
    the database, when other tables are in it, and while somebody else is connected to it.
    """
    if not is_made():
        raise TrothError(
            "This database holds data that the demo has not made, so it is left alone; set "
            "TROTH_HOME or DATABASE_URL to another one."
        )
    with connection.cursor() as cursor:
        ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        others = {*connection.introspection.table_names(cursor)} - ours - _OTHERS
        if others:
            raise TrothError("Other tables lie in this database; drop the demo's by hand.")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise TrothError("Another process uses the demo's data; stop it, then try again.")
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    for directory in (settings.MEDIA_ROOT, settings.TROTH_HOME / "mail"):
        shutil.rmtree(directory, ignore_errors=True)
    # The next journal is another log, and no log may sign two histories.
    for name in ("journal.key", "journal.jsonl"):
        Path(settings.TROTH_HOME / name).unlink(missing_ok=True)
