"""Queries of which Django writes the SQL once a process, for what many requests ask.

To write it anew takes ten times as long as the database does.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Expression, Model, QuerySet


class Given(Expression):
    """In a compiled query, the place of a value that is given whenever it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Itself as the parameter, until the value is known."""
        return "%s", [self]


class compiled[M: Model]:  # noqa: N801  (it decorates)
    """A function that makes a query, turned into one that asks it for the values `Given` in it."""

    def __init__(self, make: Callable[[], QuerySet[M, Any]]) -> None:
        self._make = make

    def __call__(self, **given: Any) -> list[M]:
        """What is found, as objects. Of related ones the query must select nothing."""
        sql, params = self._filled(given)
        return list(self._query.model._base_manager.raw(sql, params))

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """What is found, as the rows of columns or values that the query selects."""
        with connection.cursor() as cursor:
            cursor.execute(*self._filled(given))
            return cursor.fetchall()

    @cached_property
    def _query(self) -> QuerySet[M, Any]:
        return self._make()

    @cached_property
    def _sql(self) -> tuple[str, tuple[Any, ...]]:
        return self._query.query.sql_with_params()

    def _filled(self, given: dict[str, Any]) -> tuple[str, list[Any]]:
        sql, params = self._sql
        return sql, [given[each.name] if isinstance(each, Given) else each for each in params]
