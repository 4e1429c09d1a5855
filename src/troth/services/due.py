"""Which services are due to be charged for their next period, and for how long that is.

A period is charged so many days before it begins. None is of a service that is not set up yet, has
ended, is cancelled as of then, or is suspended since its invoices are not paid: what that one
missed is charged once it runs again, as it was kept all the while.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection

from troth.core.provider import provider

# Of a service `s` with its term `t`, on the day `on`: the longer a period, the earlier it may be
# charged. `until` is the last day of any, by which the index finds them.
DUE = """
    s.charged_through <= %(until)s AND s.charged_through <= %(on)s::date + (
        SELECT lead.days FROM unnest(%(months)s::int[], %(days)s::int[]) AS lead (months, days)
        WHERE lead.months <= t.months ORDER BY lead.months DESC LIMIT 1
    ) AND s.ended_at IS NULL AND s.activated_at IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM services_suspension x
        WHERE x.service_id = s.id AND x.until IS NULL AND x.reason = 'overdue'
    )
    AND NOT EXISTS (
        SELECT FROM services_cancellation c WHERE c.service_id = s.id
        AND c.taken_back_at IS NULL AND c.effective_on <= s.charged_through
    )
"""
# The term in force as the period begins; what is paid once has no next one.
TERM = """
    t.service_id = s.id AND t.months > 0 AND t.starts <= s.charged_through
    AND (t.until IS NULL OR t.until > s.charged_through)
"""
# The first day after the period: the anchor day, or the last of a month that has it not.
ENDS = """
    (date_trunc('month', s.charged_through::timestamp) + t.months * interval '1 month')::date - 1
    + least(
        coalesce(s.anchor, extract(day FROM s.charged_through)::int),
        extract(day FROM date_trunc('month', s.charged_through::timestamp)
                + (t.months + 1) * interval '1 month' - interval '1 day')::int
    )
"""
_ACCOUNTS = f"""
    SELECT s.account_id FROM services_service s JOIN services_term t ON {TERM} WHERE {DUE}
    UNION SELECT account_id FROM services_charge WHERE line_id IS NULL
"""
# Of what waits, an invoice for each account and currency.
_INVOICES = f"""
    SELECT count(*) FROM (
        SELECT s.account_id, t.currency
        FROM services_service s JOIN services_term t ON {TERM} WHERE {DUE}
        UNION SELECT account_id, currency FROM services_charge WHERE line_id IS NULL
    ) due
"""


def due_on(on: date) -> dict[str, Any]:
    """What `DUE` asks for on a day: how long before its beginning a period of so many months is."""
    leads = {0: provider().bill_before, **provider().bill_before_by_months}
    return {
        "on": on,
        "until": on + max(leads.values()),
        "months": [*leads],
        "days": [lead.days for lead in leads.values()],
    }


def begun_by(day: date) -> dict[str, Any]:
    """What `DUE` asks for of periods that begin by a day, however long they are."""
    return {"on": day, "until": day, "months": [0], "days": [0]}


def due_accounts(on: date, chunk: int) -> Iterator[list[int]]:
    """Accounts of services that are due on a day, or with charges that wait; read bit by bit."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{_ACCOUNTS} ORDER BY 1", due_on(on))
        while rows := cursor.fetchmany(chunk):
            yield [key for (key,) in rows]


def due_invoices(on: date) -> int:
    """How many invoices a run of this day would make."""
    with connection.cursor() as cursor:
        cursor.execute(_INVOICES, due_on(on))
        return int(cursor.fetchall()[0][0])
