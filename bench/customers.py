"""Customers who use the platform while a sweep runs, and how long the database lets them wait."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from random import Random
from threading import Event
from time import perf_counter, sleep

from django.db import IntegrityError, connection

from bench.database import PEOPLE_FROM

_PAUSE = 0.002  # seconds between two statements of one customer

_STATEMENTS = (
    "UPDATE accounts_account SET city = 'Pune' WHERE id = %(account)s",
    "INSERT INTO accounts_activity (account_id, person_id, at, what) "
    "VALUES (%(account)s, %(person)s, now(), 'changed the address')",
    "UPDATE accounts_person SET last_seen_at = now() WHERE id = %(person)s",
    "INSERT INTO accounts_signin (person_id, at, succeeded, user_agent) "
    "VALUES (%(person)s, now(), true, 'Browser')",
)


@dataclass
class Waits:
    """Seconds that each statement took: on accounts that are due, and on all others."""

    due: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)

    @property
    def longest(self) -> float:
        return max(self.due + self.others)

    def __str__(self) -> str:
        return f"due accounts {_longest(self.due)}, other accounts {_longest(self.others)}"


@contextmanager
def at_work(accounts: int, *, due: int) -> Iterator[Waits]:
    """Have customers at work in a process of its own; the waits are known when it ends.

    `due` is the last two digits of the accounts that are due.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(accounts, due, there))
    process.start()
    there.close()
    here.recv()  # ready
    waits = Waits()
    try:
        yield waits
    finally:
        here.send("stop")
        waits.due, waits.others = here.recv()
        process.join()


def _work(accounts: int, due: int, parent: Connection) -> None:
    stop = Event()
    with ThreadPoolExecutor() as threads:
        on_due = threads.submit(_write, range(100 + due, accounts + 1, 100), stop)
        on_others = threads.submit(_write, range(199, accounts + 1, 100), stop)
        parent.send("ready")
        parent.recv()
        stop.set()
        parent.send((on_due.result(), on_others.result()))


def _write(accounts: range, stop: Event) -> list[float]:
    """Write about accounts at random, each statement in a transaction of its own."""
    random, waits = Random(1), []
    with connection.cursor() as cursor:
        # It is locks that are measured here, and not how long the disk takes.
        cursor.execute("SET synchronous_commit = off")
        while not stop.is_set():
            account = random.choice(accounts)
            start = perf_counter()
            with suppress(IntegrityError):  # when the account has just gone
                cursor.execute(
                    random.choice(_STATEMENTS),
                    {"account": account, "person": PEOPLE_FROM + account},
                )
            waits.append(perf_counter() - start)
            sleep(_PAUSE)
    connection.close()
    return waits


def _longest(waits: list[float]) -> str:
    return f"{max(waits) * 1000:.0f} ms at most of {len(waits):,}"
