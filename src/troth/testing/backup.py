"""A backup of the test run's database, and its restore, as a provider makes them."""

import os
import subprocess
from pathlib import Path

from django.db import connection

from troth.core.postgres.server import binaries
from troth.testing.database import empty


def back_up(to: Path) -> Path:
    """Dump the rows of all tables; where they are."""
    command = [str(binaries() / "pg_dump"), "--data-only", "-f", str(to)]
    subprocess.run([*command, *_arguments()], check=True, capture_output=True)
    return to


def restore(backup: Path) -> None:
    """Put the database back to what it was. What lies outside of it stays."""
    empty()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE django_migrations, django_content_type, auth_permission, "
            "procrastinate_jobs CASCADE"
        )
    command = [str(binaries() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-f", str(backup)]
    without_triggers = {**os.environ, "PGOPTIONS": "-c session_replication_role=replica"}
    subprocess.run([*command, *_arguments()], check=True, capture_output=True, env=without_triggers)


def _arguments() -> list[str]:
    database = connection.get_connection_params()
    named = (("-h", "host"), ("-p", "port"), ("-U", "user"), ("-d", "dbname"))
    return [word for flag, key in named if database.get(key) for word in (flag, str(database[key]))]
