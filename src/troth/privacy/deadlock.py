"""Two that erase at once may wait for each other; PostgreSQL then ends one of them."""

from collections.abc import Callable

from django.db.utils import OperationalError

_DEADLOCK_DETECTED = "40P01"  # PostgreSQL's SQLSTATE
_TRIES = 5


def retry_deadlocks[T](act: Callable[[], T]) -> T:
    """Run `act`, a transaction of its own, again when it was ended to resolve a deadlock.

    Raises OperationalError when it happens time and again, and for any other failure at once.
    """
    for _ in range(_TRIES - 1):
        try:
            return act()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != _DEADLOCK_DETECTED:
                raise
    return act()
