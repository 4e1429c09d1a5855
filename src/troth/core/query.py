"""Ask the database by a statement of the plan."""

from collections.abc import Iterable
from typing import Any

from django.db import connection


def query(statement: str, **values: Any) -> list[Any]:
    """The rows that a statement of the plan finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {name: _written(value) for name, value in values.items()})
        return list(cursor.fetchall())


def array(keys: Iterable[Any]) -> str:
    """Keys as PostgreSQL writes an array; a statement with it says by a column of which type.

    psycopg would write a list anew, key by key, wherever it stands in the statement: 75 times in
    the one that asks every table about somebody.
    """
    escaped = (str(key).replace("\\", r"\\").replace('"', r"\"") for key in keys)
    return "{" + ",".join(f'"{key}"' for key in escaped) + "}"


def _written(value: Any) -> Any:
    return array(value) if isinstance(value, list) else value
