"""What others do at the same moment: it ends a transaction that would have worked alone."""

from collections.abc import Callable

from django.db.utils import IntegrityError, OperationalError

# PostgreSQL's SQLSTATE for: two wait for each other; somebody has just added a row to what goes.
_CONFLICTS = {"40P01", "23503"}
_TRIES = 5


def retry_conflicts[T](act: Callable[[], T]) -> T:
    """Run `act`, a transaction of its own, again when another transaction came in its way.

    Raises the database's error when it happens time and again, and any other at once.
    """
    for _ in range(_TRIES - 1):
        try:
            return act()
        except (OperationalError, IntegrityError) as error:
            if getattr(error.__cause__, "sqlstate", None) not in _CONFLICTS:
                raise
    return act()
