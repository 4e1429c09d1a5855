"""Leave to reach somebody else: without it nothing of ours opens a connection.

`gates.share` gives it, together with what may be told. Who is asked for something and is told
nothing about anybody is reached by `reaching` alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_reached: ContextVar[str] = ContextVar("reached", default="")


class NoLeaveError(RuntimeError):
    """Something would have gone to somebody, and no gate has let it."""


@contextmanager
def reaching(whom: str) -> Iterator[None]:
    """Within this, `whom` may be reached, as a policy's `[share.X]` or a sentence calls them.

    It ends with the block, and holds in no other thread.
    """
    before = _reached.set(whom)
    try:
        yield
    finally:
        _reached.reset(before)


def reached() -> str:
    """Whom we may reach now; blank for nobody."""
    return _reached.get()


def require_leave() -> None:
    """Raise NoLeaveError where nobody may be reached now."""
    if not reached():
        raise NoLeaveError("no gate has let this go out; call it within gates.share.share()")
