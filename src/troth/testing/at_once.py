"""The same thing done several times at the same moment, as by a second click or a second tab."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once[Result](*acts: Callable[[], Result]) -> list[Result]:
    """What each of the acts returns; they begin together, each in a thread with a connection."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result:
        try:
            connection.ensure_connection()
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
