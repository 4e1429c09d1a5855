"""The provider's days, and days and moments as the reader's language writes them.

Terms and deadlines run in the days of where the provider works: a day of theirs is a day whole
(Reg. (EEC, Euratom) 1182/71, Art. 3). What is stored and proved are moments, in UTC. Pages show
moments as the clock of their reader does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from troth.core.provider import time_zone

_NIGHT = 2  # o'clock
_LAST = timezone(timedelta(hours=-12))  # where a day ends last

# Finds the time zone of whoever reads the page that is being made; None where nobody does.
_reader: ContextVar[Callable[[], ZoneInfo] | None] = ContextVar("_reader", default=None)


def day_at(moment: date) -> date:
    """Which day it is at the provider's at a moment; a day stays as it is."""
    return _there(moment).date() if isinstance(moment, datetime) else moment


def earliest_day_at(moment: datetime) -> date:
    """The earliest day that it is anywhere at a moment: one that is over there is so everywhere."""
    return moment.astimezone(_LAST).date()


def start_of(day: date) -> datetime:
    """The moment at which a day of the provider's begins."""
    return datetime.combine(day, time(), time_zone())


def night_begins(at: datetime) -> bool:
    """Whether of the hours of a day this is the one for the work of the night.

    It comes once a day, also where clocks are set forward or back.
    """
    return _there(at - timedelta(hours=1)).hour < _NIGHT <= _there(at).hour


def day(when: date) -> str:
    """`12 May 2026`."""
    return date_format(day_at(when), "DATE_FORMAT")


def moment(at: datetime) -> str:
    """`12 May 2026, 10:30 CEST`."""
    return date_format(_there(at), "DATETIME_FORMAT")


def moment_for_reader(at: datetime) -> str:
    """`12 May 2026, 10:30 CEST`, by the clock of whoever reads the page."""
    return date_format(at.astimezone(readers_zone()), "DATETIME_FORMAT")


def readers_zone() -> ZoneInfo:
    """The time zone of whoever reads the page; the provider's where that is not known."""
    find = _reader.get()
    return find() if find else time_zone()


@contextmanager
def read_in(find: Callable[[], ZoneInfo]) -> Iterator[None]:
    """Within the block a page is made for somebody whose zone `find` tells, once it is needed."""
    token = _reader.set(find)
    try:
        yield
    finally:
        _reader.reset(token)


def _there(at: datetime) -> datetime:
    return at.astimezone(time_zone())
