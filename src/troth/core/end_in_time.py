"""End what takes too long: one thread sees to all of it, as one for each costs more than asking."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread
from time import monotonic, sleep

_EVERY = 0.1  # seconds from one look at what goes on to the next

_lock = Lock()
_going_on: dict[object, tuple[float, Callable[[], object]]] = {}
_threads: list[Thread] = []  # one, while something goes on; after a fork, one that is not there


@contextmanager
def end_in_time(seconds: float, end: Callable[[], object]) -> Iterator[None]:
    """Have another thread call `end`, where the block takes longer; a moment later at most."""
    mine = object()
    with _lock:
        _going_on[mine] = (monotonic() + seconds, end)
        if not any(each.is_alive() for each in _threads):
            _threads[:] = [Thread(target=_look, daemon=True)]
            _threads[0].start()
    try:
        yield
    finally:
        with _lock:
            _going_on.pop(mine, None)


def _look() -> None:
    idle = False
    while not idle:
        sleep(_EVERY)
        now = monotonic()
        with _lock:
            over = [mine for mine, (ends, _end) in _going_on.items() if ends <= now]
            ending = [_going_on.pop(mine)[1] for mine in over]
            idle = not _going_on
            if idle:
                _threads.clear()
        for end in ending:
            end()
