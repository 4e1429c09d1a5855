"""Customers and services won and lost: how many, and which part of those that were there.

A service counts while it brings recurring revenue, a customer while one of theirs does.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from troth.core.percent import percent
from troth.core.provider import provider
from troth.reports.period import Period
from troth.reports.recurring import SPANS
from troth.reports.table import Bar, Cell, Column, Row, Table

# Who was there on the last day before a time, and on the last one of it.
_COUNTS = f"""
    WITH {SPANS}, standing AS (
        SELECT d.day, p.{{key}},
            bool_or(p.starts <= d.before AND (p.until IS NULL OR p.until > d.before)) AS was,
            bool_or(p.until IS NULL OR p.until > d.day) AS now
        FROM unnest(%(before)s::date[], %(days)s::date[]) AS d (before, day)
        JOIN paid p ON p.starts <= d.day AND (p.until IS NULL OR p.until > d.before)
        GROUP BY 1, 2
    )
    SELECT day, count(*) FILTER (WHERE was), count(*) FILTER (WHERE now AND NOT was),
        count(*) FILTER (WHERE was AND NOT now), count(*) FILTER (WHERE now)
    FROM standing GROUP BY 1
"""


@dataclass(frozen=True)
class Count:
    """How many there were, until a day, from the one before it: `start` and `won` less `lost` are
    the `end`."""

    day: date
    start: int = 0
    won: int = 0
    lost: int = 0
    end: int = 0

    @property
    def rate(self) -> str:
        """Lost of those that were there at the start; blank where nobody was."""
        if not self.start:
            return ""
        return percent(1000 * round(1000 * self.lost / self.start))


def customers(period: Period) -> list[Count]:
    """Accounts, by each month of a period."""
    return _counts("account_id", period)


def services(period: Period) -> list[Count]:
    """Services, by each month of a period. One that is transferred is lost here and won there."""
    return _counts("service_id", period)


def _counts(key: str, period: Period) -> list[Count]:
    days = period.month_ends
    values: dict[str, Any] = {
        "zone": str(provider().time_zone),
        "before": [period.day_before, *days[:-1]],
        "days": days,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(key=key), values)
        found = {day: Count(day, *figures) for day, *figures in cursor.fetchall()}
    return [found.get(day, Count(day)) for day in days]


def churn_tables(period: Period) -> list[Table]:
    """The same as tables, a month in each row; none where nobody was ever there."""
    found = ((_("Customers"), customers(period)), (_("Services"), services(period)))
    return [
        _table(title, counts) for title, counts in found if any(c.start or c.won for c in counts)
    ]


def _table(title: str, found: list[Count]) -> Table:
    first, last = found[0], found[-1]
    whole = Count(
        last.day, first.start, sum(c.won for c in found), sum(c.lost for c in found), last.end
    )
    names = [date_format(each.day, "M Y") for each in found]
    labels = (
        _("At the start"),
        _("Won"),
        _("Lost"),
        _("At the end"),
        _("Loss rate"),
    )
    return Table(
        title,
        (Column(_("Month")), *(Column(label, is_figure=True) for label in labels)),
        [Row((name, *_cells(each))) for name, each in zip(names, found, strict=True)],
        (_("Sum"), *_cells(whole)),
        [Bar(name, each.end) for name, each in zip(names, found, strict=True)],
    )


def _cells(of: Count) -> tuple[Cell, ...]:
    return (of.start, of.won, of.lost, of.end, of.rate)
