"""How many rows each of several queries finds, by one statement."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def count_each(queries: Sequence[QuerySet[Any]]) -> list[int]:
    """The numbers of rows, in the order of the queries; what one orders by does not matter.

    A query that chooses columns keeps them, as those that are `distinct` count by them.
    """
    parts: list[str] = []
    values: list[Any] = []
    numbers = [0] * len(queries)
    for place, query in enumerate(queries):
        chosen = query.query.values_select or query.query.combinator
        rows = query.order_by() if chosen else query.order_by().values("pk")
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:  # a condition that nothing meets, which is not asked
            continue
        parts.append(f"SELECT {place}, count(*) FROM ({sql}) AS rows")
        values += params
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for place, number in cursor.fetchall():
                numbers[place] = number
    return numbers
