"""Queries of which Django writes the SQL once a process, for what many requests ask.

To write it anew takes ten times as long as the database does.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Given(Expression):
    """In such a query, the place of a value that is given whenever it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Itself as the parameter, until the value is known."""
        return "%s", (self,)


class written_once[Row]:  # noqa: N801  (it decorates)
    """A function that makes a query, turned into one that asks it for the values `Given` in it."""

    def __init__(self, make: Callable[[], QuerySet[Any, Row]]) -> None:
        self._make = make

    def __call__(self, **given: Any) -> list[Row]:
        """What is found."""
        queryset = self._queryset.all()
        # Where Django would make the one that writes the SQL, to ask it and to read its answer.
        queryset.query.get_compiler = lambda *_, **__: self._filled(given)  # type: ignore[method-assign]
        return list(queryset)

    @cached_property
    def _queryset(self) -> QuerySet[Any, Row]:
        return self._make()

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, *compiler.as_sql()

    def _filled(self, given: dict[str, Any]) -> SQLCompiler:
        known, sql, params = self._compiled
        compiler = copy(known)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # a thread has its own
        values = tuple(given[each.name] if isinstance(each, Given) else each for each in params)
        compiler.as_sql = lambda *_, **__: (sql, values)  # type: ignore[method-assign]
        return compiler
