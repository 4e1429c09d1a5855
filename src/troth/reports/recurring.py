"""Recurring revenue: what the services that run bring by the month, and how that has changed.

It is what is agreed, not what is invoiced: the price of a period by its months, less a discount as
long as that lasts, or a price of its own. A service counts from when it is set up until it ends,
also while it is suspended.
"""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from troth.core.provider import provider
from troth.reports.period import Period
from troth.reports.table import Bar, Cell, Column, Row, Table
from troth.services.own_price import DISCOUNT, HELD, PRICE

# Each term is one span, or two where a discount ends before it; cut where a price of its own begins
# or ends.
SPANS = f"""
    term AS (
        SELECT t.id, t.service_id, t.account_id, t.currency, t.quantity, t.price, t.discount,
            t.months, greatest(t.starts, (s.activated_at AT TIME ZONE %(zone)s)::date) AS starts,
            least(t.until, (s.ended_at AT TIME ZONE %(zone)s)::date) AS until,
            (t.starts + make_interval(months => t.discounts * t.months))::date AS full_from
        FROM services_term t JOIN services_service s ON s.id = t.service_id
        WHERE t.months > 0 AND s.activated_at IS NOT NULL
    ), span AS (
        SELECT id, service_id, account_id, currency, quantity, price, discount, months, starts,
            least(until, full_from) AS until
        FROM term
        UNION ALL
        SELECT id, service_id, account_id, currency, quantity, price, 0, months,
            greatest(starts, full_from), until
        FROM term WHERE full_from IS NOT NULL
    ), cut AS (
        SELECT span.*, c.day, lead(c.day) OVER (
            PARTITION BY span.id, span.starts ORDER BY c.day
        ) AS next_one
        FROM span CROSS JOIN LATERAL (
            SELECT span.starts AS day UNION
            SELECT unnest(ARRAY[o.starts, o.until]) FROM services_ownprice o
            WHERE o.service_id = span.service_id AND o.taken_back_at IS NULL
        ) c WHERE c.day >= span.starts AND (span.until IS NULL OR c.day < span.until)
    ), paid AS (
        SELECT * FROM (
            SELECT t.account_id, t.service_id, t.currency, t.day AS starts,
                coalesce(t.next_one, t.until) AS until,
                round(({PRICE} - {DISCOUNT.format(otherwise="t.discount")})::numeric / t.months)
                AS amount
            FROM cut t JOIN services_service s ON s.id = t.service_id {HELD.format(day="t.day")}
        ) each WHERE amount > 0
    )
"""
# What each account brought on the last day before a time, and on the last one of it.
_MOVEMENTS = f"""
    WITH {SPANS}, first AS (
        SELECT account_id, currency, min(starts) AS day FROM paid GROUP BY 1, 2
    ), standing AS (
        SELECT d.before, d.day, p.account_id, p.currency,
            coalesce(sum(p.amount) FILTER (
                WHERE p.starts <= d.before AND (p.until IS NULL OR p.until > d.before)), 0) AS was,
            coalesce(sum(p.amount) FILTER (
                WHERE p.until IS NULL OR p.until > d.day), 0) AS now
        FROM unnest(%(before)s::date[], %(days)s::date[]) AS d (before, day)
        JOIN paid p ON p.starts <= d.day AND (p.until IS NULL OR p.until > d.before)
        GROUP BY 1, 2, 3, 4
    )
    SELECT currency, s.day, sum(was),
        sum(now) FILTER (WHERE was = 0 AND first.day > before),
        sum(now) FILTER (WHERE was = 0 AND first.day <= before),
        sum(now - was) FILTER (WHERE was > 0 AND now > was),
        sum(now - was) FILTER (WHERE now > 0 AND now < was),
        -sum(was) FILTER (WHERE now = 0),
        sum(now)
    FROM standing s JOIN first USING (account_id, currency) GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Movement:
    """How recurring revenue changed until a day, from the one before it: minor units by the month.

    Of accounts that never paid before: `new`; that had ended: `reactivated`. What a customer pays
    more than before is `expanded`; `contracted` and `churned` are below zero.
    """

    day: date
    start: int = 0
    new: int = 0
    reactivated: int = 0
    expanded: int = 0
    contracted: int = 0
    churned: int = 0
    end: int = 0


def recurring(period: Period) -> dict[str, list[Movement]]:
    """The movements of each month of a period, by currency."""
    days = period.month_ends
    values: dict[str, Any] = {
        "zone": str(provider().time_zone),
        "before": [period.day_before, *days[:-1]],
        "days": days,
    }
    found: defaultdict[str, dict[date, Movement]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_MOVEMENTS, values)
        for currency, day, *figures in cursor.fetchall():
            found[currency][day] = Movement(day, *(int(figure or 0) for figure in figures))
    return {
        currency: [found[currency].get(day, Movement(day)) for day in days]
        for currency in sorted(found)
    }


def recurring_tables(period: Period) -> list[Table]:
    """The same as tables, a month in each row."""
    return [_table(currency, found) for currency, found in recurring(period).items()]


def _table(currency: str, found: list[Movement]) -> Table:
    labels = (
        _("At the start"),
        _("New"),
        _("Reactivated"),
        _("Expanded"),
        _("Contracted"),
        _("Lost"),
        _("At the end"),
    )
    figures = [field.name for field in fields(Movement)][1:]
    rows = [[getattr(each, name) for name in figures] for each in found]
    names = [date_format(each.day, "M Y") for each in found]
    sums: tuple[Cell, ...] = tuple(sum(column) for column in zip(*rows, strict=True))
    return Table(
        _("Recurring revenue by the month in %(currency)s") % {"currency": currency},
        (Column(_("Month")), *(Column(label, currency) for label in labels)),
        [Row((name, *row)) for name, row in zip(names, rows, strict=True)],
        (_("Sum"), rows[0][0], *sums[1:-1], rows[-1][-1]),
        [Bar(name, each.end) for name, each in zip(names, found, strict=True)],
    )
