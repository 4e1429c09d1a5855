"""Suspend, or have end, the services of invoices that have come to that step of dunning.

The steps are rows of `Reminder`. An invoice stands for the services of which a charge is on it.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection

from troth.core.conflicts import act
from troth.core.provider import provider
from troth.services.tell_suspended import tell_ending, tell_suspended


def _overdue(reminders: str) -> str:
    """Services that still run, of unpaid invoices which have come to a step."""
    return f"""
        SELECT s.id, s.account_id, r.at
        FROM {reminders} r
        JOIN billing_invoiceline l ON l.invoice_id = r.invoice_id
        JOIN services_charge c ON c.line_id = l.id
        JOIN services_service s ON s.id = c.service_id
        WHERE r.action = %(action)s AND s.ended_at IS NULL
        AND %(least)s <= (
            SELECT sum(p.amount) FROM billing_posting p
            WHERE p.invoice_id = r.invoice_id AND p.ledger = 'receivable'
        )
    """


def to_suspend(reminders: str) -> str:
    """Those of them to be suspended. Who was let run again since the step was taken stays so."""
    return f"""
        SELECT DISTINCT account_id, id FROM ({_overdue(reminders)}) o
        WHERE NOT EXISTS (
            SELECT FROM services_suspension x WHERE x.service_id = o.id
            AND x.reason = 'overdue' AND (x.until IS NULL OR x.since >= o.at)
        )
    """


def to_end(reminders: str) -> str:
    """Those of them to be cancelled.

    What its customer has cancelled for a later day stands beside it, and is there again once this
    is taken back. One that was taken back since the step stays so.
    """
    return f"""
        SELECT DISTINCT account_id, id FROM ({_overdue(reminders)}) o
        WHERE NOT EXISTS (
            SELECT FROM services_cancellation x WHERE x.service_id = o.id
            AND (x.kind = 'unpaid' AND x.asked_at >= o.at
                 OR x.taken_back_at IS NULL AND x.effective_on <= %(on)s)
        )
    """


OVERDUE = _overdue("billing_reminder")
_SUSPEND = f"""
    INSERT INTO services_suspension (account_id, service_id, reason, note, since)
    SELECT account_id, id, 'overdue', '', %(at)s::timestamptz
    FROM ({to_suspend("billing_reminder")}) s
    ON CONFLICT (service_id, reason) WHERE until IS NULL DO NOTHING
    RETURNING service_id
"""
_CANCEL = f"""
    INSERT INTO services_cancellation
    (account_id, service_id, asked_at, effective_on, because, kind)
    SELECT account_id, id, %(at)s::timestamptz, %(on)s::date, '', 'unpaid'
    FROM ({to_end("billing_reminder")}) s
    ON CONFLICT (service_id) WHERE taken_back_at IS NULL AND kind = 'unpaid' DO NOTHING
    RETURNING service_id
"""


@act
def suspend_overdue(*, on: date, at: datetime) -> int:
    """Suspend what is overdue, and cancel as of day `on` what is to end; how many were suspended.

    Run twice it does nothing more. Customers are told of what is suspended, and of what ends in the
    next night unless they pay.
    """
    values: dict[str, Any] = {"at": at, "on": on, "least": provider().dun_least}
    with connection.cursor() as cursor:
        cursor.execute(_SUSPEND, values | {"action": "suspend"})
        suspended = [key for (key,) in cursor.fetchall()]
        cursor.execute(_CANCEL, values | {"action": "end"})
        ending = [key for (key,) in cursor.fetchall()]
    tell_suspended(suspended, at=at)
    tell_ending(ending, at=at)
    return len(suspended)
