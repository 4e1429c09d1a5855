"""A lock under which one process does what takes several transactions."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

_LOCK = "SELECT {}(hashtextextended(%s, 0))"


@contextmanager
def alone(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Whether no other process is at what has this name, until the block ends; or `wait` for it.

    The lock goes with a process that is killed. It is one of a transaction, which stays open on a
    connection of its own: a pooler would hand the connection of a session's lock to others.
    """
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            if wait:
                cursor.execute(_LOCK.format("pg_advisory_xact_lock"), [name])
                yield True
            else:
                cursor.execute(_LOCK.format("pg_try_advisory_xact_lock"), [name])
                yield cursor.fetchone()[0]
    finally:
        with suppress(DatabaseError):  # such as of a server that has gone, and the lock with it
            other.rollback()  # closed alone, a pooler would end it some time later
        other.close()
