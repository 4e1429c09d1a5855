"""Databases of former releases, each with a row of every table: see `releases/README.md`."""

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection

HOME = Path(__file__).with_name("releases")

Row = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """What is kept of a release: its database, the journal's key, and what is known of both."""

    version: str

    @property
    def sql(self) -> str:
        """The database as `pg_dump --inserts` wrote it."""
        return gzip.decompress((HOME / f"{self.version}.sql.gz").read_bytes()).decode()

    @property
    def journal_key(self) -> str:
        """The key that signed its journal."""
        return (HOME / f"{self.version}.journal.key").read_text()

    @property
    def known(self) -> dict[str, Any]:
        """Who can be tried out in it, and how much of each of them the release exported."""
        found: dict[str, Any] = json.loads((HOME / f"{self.version}.json").read_text())
        return found

    @property
    def migrations(self) -> dict[str, str]:
        """The SHA-256 of each of its migrations, by the path below `src/troth`."""
        lines = (HOME / f"{self.version}.migrations").read_text().splitlines()
        listed = [line.split("  ") for line in lines if not line.startswith("#")]
        return {path: digest for digest, path in listed}


def releases() -> list[Release]:
    """Every release of which there is a database."""
    versions = sorted(path.name.removesuffix(".sql.gz") for path in HOME.glob("*.sql.gz"))
    return [Release(version) for version in versions]


@contextmanager
def database(*, like: str = "template0") -> Iterator[str]:
    """A database of its own, empty or a copy, which Django uses within the block."""
    name, before = f"troth_release_{uuid4().hex[:12]}", connection.settings_dict["NAME"]
    connection.close()
    _server(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        _server(f'DROP DATABASE "{name}" WITH (FORCE)')


def restore(release: Release) -> None:
    """Fill the empty database that Django uses."""
    sql = release.sql
    if connection.pg_version < 180000:  # type: ignore[attr-defined]
        sql = sql.replace("uuidv4()", "gen_random_uuid()")
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@dataclass(frozen=True)
class Table:
    """All rows of a table, its key, and the tables that its foreign keys lead to."""

    rows: list[Row]
    key: str
    leads_to: dict[str, str]

    @property
    def columns(self) -> set[str]:
        return set().union(*self.rows)


def tables() -> dict[str, Table]:
    """Every table with all its rows, which are few."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for name, key, leads_to in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{name}"')
            columns = [column.name for column in cursor.description]
            rows = [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()]
            found[name] = Table(rows, key, json.loads(leads_to))
    return found


_TABLES = """
    SELECT c.relname, a.attname, coalesce((
        SELECT json_object_agg(own.attname, f.confrelid::regclass::text)
        FROM pg_constraint f
        JOIN pg_attribute own ON own.attrelid = f.conrelid AND own.attnum = f.conkey[1]
        WHERE f.conrelid = c.oid AND f.contype = 'f'
    ), '{}')::text
    FROM pg_class c
    JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.conkey[1]
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
"""


def _plain(value: Any) -> Any:
    """A value that can be compared and counted."""
    match value:
        case memoryview():
            return bytes(value)
        case list() | dict():
            return json.dumps(value, sort_keys=True)
        case _:
            return value


def catalogue() -> set[str]:
    """What the database is made of, without its data and the names and places of sequences.

    Without brackets and casts too, which an expression gains when it is dumped and restored.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE)
        return {_BRACKETS_AND_CASTS.sub("", line) for (line,) in cursor.fetchall()}


_BRACKETS_AND_CASTS = re.compile(r"[()]|::(character varying|text)(\[\])?")


def behind() -> list[str]:
    """The tables whose next key is taken already."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_SEQUENCES)
        for table, column, sequence in cursor.fetchall():
            cursor.execute(
                f'SELECT (SELECT coalesce(max("{column}"), 0) FROM "{table}") > '
                f"(SELECT last_value FROM {sequence})"
            )
            found += [table] if cursor.fetchone()[0] else []
    return found


_SEQUENCES = """
    SELECT relname, attname, pg_get_serial_sequence(c.oid::regclass::text, attname)
    FROM pg_class c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
    AND (attidentity <> '' OR EXISTS (
        SELECT FROM pg_attrdef
        WHERE adrelid = c.oid AND adnum = attnum AND pg_get_expr(adbin, adrelid) ~ '^nextval'
    ))
"""

_CATALOGUE = """
    WITH mine AS (
        SELECT oid, relname FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
    )
    SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod),
        attnotnull, attidentity, attgenerated,
        regexp_replace(pg_get_expr(adbin, adrelid), 'nextval.*', 'nextval'))
    FROM mine JOIN pg_attribute ON attrelid = mine.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = mine.oid AND adnum = attnum
    UNION ALL
    SELECT concat_ws(' ', relname, conname, pg_get_constraintdef(pg_constraint.oid))
    FROM mine JOIN pg_constraint ON conrelid = mine.oid
    UNION ALL
    SELECT pg_get_indexdef(indexrelid) FROM mine JOIN pg_index ON indrelid = mine.oid
    UNION ALL
    SELECT pg_get_triggerdef(pg_trigger.oid) FROM mine
    JOIN pg_trigger ON tgrelid = mine.oid AND NOT tgisinternal
    UNION ALL
    SELECT concat_ws(' ', relname, polname, polcmd, polpermissive, polroles::regrole[]::text,
        pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid),
        obj_description(pg_policy.oid, 'pg_policy'))
    FROM mine JOIN pg_policy ON polrelid = mine.oid
    UNION ALL
    SELECT concat_ws(' ', relname, relrowsecurity, relforcerowsecurity) FROM pg_class
    WHERE oid IN (SELECT oid FROM mine)
    UNION ALL
    SELECT concat_ws(' ', relname, grantee::regrole, privilege_type)
    FROM pg_class, aclexplode(relacl)
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND grantee <> relowner
    UNION ALL
    SELECT concat_ws(' ', relname, attname, grantee::regrole, privilege_type)
    FROM mine JOIN pg_attribute ON attrelid = mine.oid, aclexplode(attacl)
    UNION ALL
    SELECT concat_ws(' ', proname, pg_get_function_identity_arguments(pg_proc.oid), md5(prosrc),
        prosecdef, proconfig)
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    UNION ALL
    SELECT concat_ws(' ', relname, obj_description(oid, 'pg_class')) FROM pg_class
    WHERE oid IN (SELECT oid FROM mine)
    UNION ALL
    SELECT concat_ws(' ', relname, pg_get_viewdef(oid)) FROM pg_class
    WHERE relkind = 'v' AND relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT concat_ws(' ', typname, enumlabel) FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid
    UNION ALL
    SELECT concat_ws(' ', app, name) FROM django_migrations
"""
