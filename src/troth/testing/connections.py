"""Nothing of ours reaches anybody without leave: whatever opens the connection, a test fails by it.

Python tells an audit hook of every connection, look-up of a name, and program that is started
(PEP 578), whichever library asks for it. PostgreSQL is reached by libpq, of which Python knows
nothing.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Thread
from types import FrameType
from typing import Any
from weakref import WeakSet

import pytest

from troth.core.leave import NoLeaveError, reached

_REACHES = {
    *("socket.connect", "socket.sendto", "socket.sendmsg"),
    *("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"),
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"),
}
_STARTS_THREAD = {"_thread.start_new_thread", "_thread.start_joinable_thread"}
_TESTS = {"tests", "testing", "conftest", "proofs"}

_found: list[str] = []
_threads = WeakSet[Thread]()  # those that code of ours has started
_strict = 0


@cache
def watch() -> None:
    """From now on, and in every thread, code of ours without leave is stopped, and noted."""
    sys.addaudithook(_hear)


@contextmanager
def only_by_leave() -> Iterator[None]:
    """Within this nothing at all reaches anybody without leave, in any thread: for plug-ins, whose
    code is none of ours. What they talk to has to be started before. Raises AssertionError at its
    end where something has tried."""
    global _strict  # noqa: PLW0603  (a hook of the process can have no other state)
    watch()
    before = len(_found)
    _strict += 1
    try:
        yield
    finally:
        _strict -= 1
        assert not (went := _found[before:]), f"went without leave: {went}"


def found() -> list[str]:
    """What went without leave since this was asked last."""
    here = _found.copy()
    _found.clear()
    return here


@pytest.fixture(autouse=True)
def nothing_without_leave() -> Iterator[None]:
    """What goes without leave fails the test that it happens in, whoever catches the error."""
    _found.clear()
    yield
    assert not (went := found()), f"went without leave: {went}"


def _hear(event: str, said: tuple[Any, ...]) -> None:
    if event in _REACHES:
        if reached() or not (_strict or _is_ours(sys._getframe(1))):
            return
        _found.append(f"{event} {said[1:] if event.startswith('socket.') else said[:1]}")
        raise NoLeaveError(f"{event} without leave: see core/leave.py")
    if event in _STARTS_THREAD:
        started = getattr(said[0], "__self__", None)
        if isinstance(started, Thread) and _is_ours(sys._getframe(1)):
            _threads.add(started)


def _is_ours(frame: FrameType | None) -> bool:
    """Whether code of ours calls, from here or from where this thread was started."""
    while frame:
        name = frame.f_globals.get("__name__", "")
        if name.startswith("_pytest."):
            return False
        if name.startswith("troth.") and _TESTS.isdisjoint(name.split(".")):
            return True
        frame = frame.f_back
    return _thread() in _threads


def _thread() -> Thread | None:
    """This thread; not `current_thread`, which makes one of whatever has none."""
    mine: Thread | None = threading._active.get(threading.get_ident())  # type: ignore[attr-defined]
    return mine
