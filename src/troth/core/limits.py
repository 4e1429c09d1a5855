"""How long the database may wait and work, by who waits for the answer.

One transaction that does not end must not stop the site: whoever needs what it has locked gives
up in time and says so. A limit goes with the first statement of each transaction and ends with
it, as a pooler may hand the connection to somebody else then: see `database/base.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """lock: seconds to wait for what another transaction has locked; statement: seconds for one
    statement, waiting included. 0: as long as it takes.
    """

    lock: int
    statement: int


# Somebody looks at an empty page, and one of the few threads that answer is taken.
PAGE = Limits(lock=3, statement=15)
# A job comes back by itself.
JOB = Limits(lock=30, statement=600)
# An operator can interrupt it.
COMMAND = Limits(lock=60, statement=0)
# A sweep, a copy of all data: they work for long, and others wait for what they have locked.
LONG = Limits(lock=10, statement=0)

# None: whatever the server's own settings say, as for Django's own commands.
_current: ContextVar[Limits | None] = ContextVar("_current", default=None)


@contextmanager
def limited(limits: Limits | None) -> Iterator[None]:
    """Let these limits hold for the transactions that begin within the block, or function."""
    token = _current.set(limits)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Limits | None:
    """The limits that hold here."""
    return _current.get()
