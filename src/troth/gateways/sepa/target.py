"""The days on which TARGET is open, and so banks collect (Guideline ECB/2022/8, Annex I)."""

from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, financial_holidays


def target_day(day: date) -> date:
    """This day, or the first after it on which TARGET is open."""
    while not is_open(day):
        day += timedelta(days=1)
    return day


def next_target_day(day: date) -> date:
    """The first after this day on which TARGET is open."""
    return target_day(day + timedelta(days=1))


def is_open(day: date) -> bool:
    """Not on Saturdays, Sundays, Good Friday, Easter Monday and four days of every year."""
    return day.weekday() < 5 and day not in _closed()


@cache
def _closed() -> HolidayBase:
    """It grows by the years that it is asked about."""
    return financial_holidays("XECB")
