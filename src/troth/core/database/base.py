"""Django's PostgreSQL backend, each of whose transactions begins by saying how long it may take."""

import re
from typing import Any, Self

from django.db.backends.postgresql import base
from psycopg import ClientCursor
from psycopg.pq import TransactionStatus
from psycopg.sql import SQL, Composable

from troth.core import limits

# What PostgreSQL runs in no transaction, and so together with nothing else.
_ALONE = re.compile(r"\s*(VACUUM|ALTER SYSTEM|(CREATE|DROP) DATABASE|.*\bCONCURRENTLY\b)", re.I)


class Cursor(base.CursorMixin, ClientCursor[Any]):
    """A cursor that sends the limits along with the first statement of a transaction.

    Sent as one message, these statements are one transaction and one round trip, also where no
    other begins one. The limits are gone with it (`SET LOCAL`).
    """

    def execute(self, query: Any, params: Any = None, **more: Any) -> Self:
        """As psycopg's."""
        limit = limits.current()
        idle = self.connection.info.transaction_status == TransactionStatus.IDLE
        if limit is None or not idle or _ALONE.match(str(query)):
            super().execute(query, params, **more)
            return self
        first = (
            f"SET LOCAL lock_timeout = '{limit.lock}s'; "
            f"SET LOCAL statement_timeout = '{limit.statement}s'; "
            # To compile one of our many short statements takes longer than to run it.
            "SET LOCAL jit = off; "
        )
        both = SQL(first) + query if isinstance(query, Composable) else first + query
        super().execute(both, params, **more)
        for _said in range(3):
            self.nextset()
        return self


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to a server that the settings name."""

    def chunked_cursor(self) -> Any:
        """As Django's within a transaction; outside of one, a pooler would lose it in between."""
        return super().chunked_cursor() if self.in_atomic_block else self.cursor()

    def get_connection_params(self) -> dict[str, Any]:
        """What to connect with."""
        return super().get_connection_params() | {"cursor_factory": Cursor}
