"""Days that a report is about: a year, a quarter, a month, or any from one until another."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _

from troth.core.errors import TrothError

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from one until another, both included."""

    since: date
    until: date

    @classmethod
    def named(cls, text: str) -> Self:
        """The period of a name: `2026`, `2026Q3` or `2026-09`. Raises TrothError for another."""
        found = re.fullmatch(r"([0-9]{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?", text)
        if found is None or not 1999 <= int(found[1]) <= 9998:
            raise TrothError(_("Enter a year, quarter or month such as 2026, 2026Q3 or 2026-09."))
        year, quarter, month = int(found[1]), found[2], found[3]
        if quarter:
            return cls._of(year, int(quarter) * 3 - 2, 3)
        return cls._of(year, int(month), 1) if month else cls._of(year, 1, 12)

    @classmethod
    def _of(cls, year: int, month: int, months: int) -> Self:
        return cls(date(year, month, 1), month_after(date(year, month, 1), months) - _DAY)

    def until_at_most(self, day: date) -> Self:
        """As much of it as lies before the end of a day."""
        return replace(self, until=min(self.until, day))

    @property
    def months(self) -> list[date]:
        """The first days of the months that it touches."""
        first = self.since.replace(day=1)
        count = (self.until.year - first.year) * 12 + self.until.month - first.month + 1
        return [month_after(first, months) for months in range(max(count, 0))]

    @property
    def month_ends(self) -> list[date]:
        """The last day of each of its months, and its own."""
        ends = [month_after(month) - _DAY for month in self.months]
        return [min(end, self.until) for end in ends]

    @property
    def day_before(self) -> date:
        """The last day that is not in it."""
        return self.since - _DAY


def month_after(first: date, months: int = 1) -> date:
    """The first day of the month so many months after another first day."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def quarter_of(day: date) -> str:
    """The name of the quarter of a day: `2026Q3`."""
    return f"{day.year}Q{(day.month + 2) // 3}"
