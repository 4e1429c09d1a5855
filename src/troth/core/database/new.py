"""A new database begins as what its migrations lead to, without going each step of the way."""

from pathlib import Path

from django.db import connection, transaction

FILE = Path(__file__).with_name("new.sql")
WRITTEN_BY = 180000  # the version of PostgreSQL that wrote the file


def make_tables() -> None:
    """Make in a database without tables what all migrations make up to the last that `FILE` names.

    `migrate` goes on from there. On a server too old to read the file it goes all of the way.
    """
    old = connection.pg_version < WRITTEN_BY  # type: ignore[attr-defined]
    if old or connection.introspection.table_names():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FILE.read_text(encoding="utf-8"))
