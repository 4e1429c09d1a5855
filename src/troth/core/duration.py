"""Lengths of time as policies state them: `7 years`, `12 months`, `30 business days`.

Calendar arithmetic is by date, in the provider's days (`day.py`). Adding months or years to a day
that the target month lacks gives the last day of that month, as `date + interval` of PostgreSQL.
"""

import calendar
import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

LONGEST = 200  # years; anything longer is a slip of the pen, and dates end at 9999
_FORM = re.compile(r"([0-9]{1,5}) (hour|day|business day|week|month|year)s?")
_FEWEST_DAYS = {"hour": 1 / 24, "day": 1, "business day": 1, "week": 7, "month": 28, "year": 365}
_MOST_DAYS = {"hour": 1 / 24, "day": 1, "business day": 7, "week": 7, "month": 31, "year": 366}
_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True)
class Duration:
    count: int
    unit: str

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read `7 years`. Raises ValueError with the accepted form for anything else."""
        length = cls.parse_hours(text)
        if length.unit == "hour":
            raise ValueError("cannot be in hours, since it is counted in days; use days")
        return length

    @classmethod
    def parse_hours(cls, text: object) -> Self:
        """The same, or `72 hours`: for what no day of the platform's counts."""
        match = _FORM.fullmatch(text) if isinstance(text, str) else None
        if not match:
            raise ValueError('must be a number and a unit, such as "7 years" or "30 business days"')
        length = cls(int(match[1]), match[2])
        if length.can_outlast(cls(LONGEST, "year")):
            raise ValueError(f"must be at most {LONGEST} years")
        return length

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    def can_outlast(self, other: "Duration") -> bool:
        """Whether this can run longer than `other` when both start on the same day."""
        if self.unit == other.unit:
            return self.count > other.count
        if self.unit in _MONTHS and other.unit in _MONTHS:
            return self.count * _MONTHS[self.unit] > other.count * _MONTHS[other.unit]
        return self.count * _MOST_DAYS[self.unit] > other.count * _FEWEST_DAYS[other.unit]

    def after(self, start: date, holidays: Container[date] = ()) -> date:
        """The day on which this length of time, counted from `start`, has run.

        Business days skip Saturdays, Sundays and `holidays`. Past the year 9999 the answer is
        the last day of 9999.
        """
        try:
            if self.unit == "business day":
                return _business_days_after(start, self.count, holidays)
            if self.unit in ("day", "week"):
                return start + timedelta(days=self.count * (7 if self.unit == "week" else 1))
            months = start.month - 1 + self.count * (12 if self.unit == "year" else 1)
            year, month = start.year + months // 12, months % 12 + 1
            return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
        except (OverflowError, ValueError):
            return date.max

    def latest_start(self, end: date) -> date | None:
        """The latest day from which this length has run by `end`; None before the year 1.

        The inverse of `after`: `after(latest_start(end)) <= end < after(the next day)`. It lets
        a query compare a column with one constant, so that an index serves it.
        """
        if self.unit == "business day":
            raise ValueError("business days count towards a deadline, never back from one")
        try:
            if self.unit in ("day", "week"):
                return end - timedelta(days=self.count * (7 if self.unit == "week" else 1))
            months = end.year * 12 + end.month - 1 - self.count * (12 if self.unit == "year" else 1)
            year, month = months // 12, months % 12 + 1
            last = calendar.monthrange(year, month)[1]
            ends_its_month = end.day == calendar.monthrange(end.year, end.month)[1]
            return date(year, month, last if ends_its_month else min(end.day, last))
        except (OverflowError, ValueError):
            return None


def business_days_between(start: date, end: date, holidays: Container[date] = ()) -> int:
    """How many business days lie after `start` and up to `end`; none when `end` is before."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(_is_business_day(day, holidays) for day in days)


def _business_days_after(start: date, count: int, holidays: Container[date]) -> date:
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= _is_business_day(day, holidays)
    return day


def _is_business_day(day: date, holidays: Container[date]) -> bool:
    return day.weekday() < 5 and day not in holidays
