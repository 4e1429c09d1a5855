"""The CPU time of other processes, with that of those which have ended meanwhile, in seconds."""

from collections.abc import Iterable
from contextlib import suppress

import psutil
from django.db import connection


def of_postgresql() -> float:
    """Of the database server: its sessions, and what it does in the background."""
    connection.ensure_connection()
    server = psutil.Process(connection.connection.info.backend_pid).parent()
    assert server
    return _of(server) + sum(map(_of, server.children()))


def of_children() -> float:
    """Of the processes that this one has started, and of theirs."""
    return sum(map(_of, psutil.Process().children(recursive=True)))


def of(numbers: Iterable[int]) -> float:
    """Of the processes with these numbers."""
    return sum(_of(psutil.Process(number)) for number in numbers)


def _of(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        ended = times.children_user + times.children_system
        return float(times.user + times.system + ended)
    return 0.0
