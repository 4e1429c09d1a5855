"""Watch from outside how much memory a piece of work takes, in a process of its own."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

import psutil
from django.db import connection

from bench.measure import seconds

_MB = 1_000_000
_PAUSE = 0.005  # seconds between two looks


@dataclass(frozen=True)
class Memory:
    """Resident memory in MB of a process that is ready to begin, and its peak at work."""

    idle: float
    peak: float
    seconds: float

    @property
    def growth(self) -> float:
        return self.peak - self.idle

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s, memory {self.idle:.0f} MB idle, {self.peak:.0f} MB at its peak "
            f"(+{self.growth:.0f} MB)"
        )


def watch_memory(work: Callable[[], object]) -> Memory:
    """Run `work` in a new process, which has Django set up and the database open."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(work, there))
    process.start()
    there.close()
    here.recv()  # ready
    watched = psutil.Process(process.pid).memory_info
    idle = peak = watched().rss
    here.send("go")
    while not here.poll(_PAUSE):
        peak = max(peak, watched().rss)
    took = here.recv()
    process.join()
    return Memory(idle / _MB, peak / _MB, took)


def _work(work: Callable[[], object], parent: Connection) -> None:
    connection.ensure_connection()
    parent.send("ready")
    parent.recv()
    parent.send(seconds(work))
