"""A transaction of somebody else that does not end, and one that waits for ours."""

import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction


@contextmanager
def stuck(statement: str, *values: int | str) -> Iterator[None]:
    """What a statement locks stays locked, on another connection, until the block ends."""
    locked, over = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                locked.set()
                over.wait()
        finally:
            locked.set()
            connection.close()

    thread = Thread(target=hold)
    thread.start()
    locked.wait()
    try:
        yield
    finally:
        over.set()
        thread.join()


def until_somebody_waits(other: Future[Any]) -> None:
    """Return once another connection, which `other` works on, waits for what this has locked."""
    while not _somebody_waits():
        assert not other.done(), "it ended without having to wait"
        time.sleep(0.01)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted "
            "AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])
