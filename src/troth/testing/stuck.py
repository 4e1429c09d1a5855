"""A transaction of somebody else that does not end."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connection, transaction


@contextmanager
def stuck(statement: str, *values: int | str) -> Iterator[None]:
    """What a statement locks stays locked, on another connection, until the block ends."""
    held, over = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                held.set()
                over.wait()
        finally:
            held.set()
            connection.close()

    thread = Thread(target=hold)
    thread.start()
    held.wait()
    try:
        yield
    finally:
        over.set()
        thread.join()
