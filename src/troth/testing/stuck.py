"""A transaction of somebody else that does not end."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

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
