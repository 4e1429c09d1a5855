"""Ask the database by a statement of the plan."""

from typing import Any

from django.db import connection


def query(statement: str, **values: Any) -> list[Any]:
    """The rows that a statement of the plan finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
