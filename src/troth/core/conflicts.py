"""What others do at the same moment: it ends a transaction that would have worked alone."""

import logging
from collections.abc import Callable
from functools import wraps
from random import uniform
from time import sleep

from django.db import connection, transaction
from django.utils.translation import gettext as _

from troth.core.errors import TrothError

logger = logging.getLogger(__name__)

# PostgreSQL's SQLSTATE for: what was read has changed meanwhile; two wait for each other; somebody
# has just added a row to what goes, or taken away what a row belongs to; somebody has just made
# the same row. Whoever looks again sees what the other has done.
CONFLICTS = frozenset({"40001", "40P01", "23503", "23505"})
# For: a lock was not to be had in time; a statement took too long. These have waited already.
_WAITED = frozenset({"55P03", "57014"})
# Seconds between the tries, at most: they grow, and are never the same for two who met.
PAUSES = (0.01, 0.03, 0.1, 0.3)


class BusyError(TrothError):
    """Others were in the way, time and again. Nothing was done, and it may work in a moment."""


def act[**P, R](verb: Callable[P, R]) -> Callable[P, R]:
    """Make a verb one transaction, which runs again when another one came in its way.

    Within somebody else's transaction it is a part of that, and only joins: what fails there is
    theirs to run again. Whatever a verb does besides the database, such as a file that it stores,
    must bear being done again; what would not goes into the outbox, a job or `on_commit`.
    Raises BusyError when others are in the way time and again, and when the database has waited
    for as long as it may (`limits.py`).
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return verb(*args, **kwargs)
        pauses = iter(PAUSES)
        while True:
            try:
                with transaction.atomic():
                    return verb(*args, **kwargs)
            except Exception as error:
                if (code := conflict(error)) is None:
                    raise
                pause = next(pauses, None)
                if pause is None or code not in CONFLICTS:
                    raise busy(error) from error
            sleep(uniform(pause / 2, pause))

    return run


def conflict(error: BaseException) -> str | None:
    """The SQLSTATE of what others did, where that is why something failed; else None.

    A refusal is none, whatever it came from.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, TrothError):
        code: str | None = getattr(cause, "sqlstate", None)
        if code in CONFLICTS or code in _WAITED:
            return code
        cause = cause.__cause__
    return None


def busy(error: BaseException) -> BusyError:
    """What people are told of a conflict that does not end; the log gets where it was."""
    code = conflict(error)
    logger.warning("gave up after a conflict: SQLSTATE %s", code, exc_info=error)
    if code == "57014":
        return BusyError(
            _("This is taking too long at the moment; nothing was changed. Please try again later.")
        )
    return BusyError(
        _("Somebody else is changing this at the moment; nothing was changed. Please try again.")
    )
