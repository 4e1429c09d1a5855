"""By which way and on which day what is owed of an invoice is taken by itself next."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from troth.billing.models import DunningStep, Invoice, Reminder
from troth.core.day import day_at
from troth.gateways.charge import BY_DEFAULT, IS_TAKEN
from troth.gateways.keys import DIRECT_DEBIT
from troth.gateways.models import PaymentAttempt
from troth.gateways.offered import named
from troth.gateways.sepa.offered import collects
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.wall.enter import beyond_wall

# The next step that takes what is owed and was not taken; nothing is by a way that has ended by
# then, or that will never do: see `charge.py`.
_COMES = f"""
    SELECT i.id, m.label, m.gateway, min(i.due_on + s.days)
    FROM {Invoice._meta.db_table} i
    JOIN {BY_DEFAULT}
    JOIN {DunningStep._meta.db_table} s ON s.action = 'retry' AND i.due_on + s.days >= %(on)s
        AND (m.ends_on IS NULL OR m.ends_on >= i.due_on + s.days)
    WHERE {IS_TAKEN} AND i.id = ANY(%(invoices)s::bigint[])
    AND NOT EXISTS (
        SELECT FROM {Reminder._meta.db_table} r
        WHERE r.invoice_id = i.id AND r.action = 'retry' AND r.days >= s.days
    )
    AND NOT EXISTS (
        SELECT FROM {PaymentAttempt._meta.db_table} t WHERE t.invoice_id = i.id
        AND t.method_id = m.id AND t.outcome = 'declined' AND t.again <> 'later'
    )
    GROUP BY i.id, m.label, m.gateway
"""


class Taking(NamedTuple):
    """way: how its owner knows it. on: the day; None for a direct debit, which is announced by a
    letter of its own with its day."""

    way: str
    on: date | None


def next_taking(invoice: Invoice, *, at: datetime) -> Taking | None:
    """That of one invoice; None where nothing takes it by itself."""
    return next_takings([invoice.pk], at=at).get(invoice.pk)


def next_takings(invoices: Collection[int], *, at: datetime) -> Mapping[int, Taking]:
    """Those of many by their keys; of which nothing is said, nothing is taken by itself.

    Whoever sees an invoice learns it: what decides it, such as dunning, is shown to nobody.
    """
    gateways = takers(policy_on(at))
    if not gateways:
        return {}
    values: dict[str, Any] = {"invoices": [*invoices], "gateways": gateways, "on": day_at(at)}
    with beyond_wall(), connection.cursor() as cursor:
        cursor.execute(_COMES, values)
        return {
            invoice: Taking(way, None if gateway == DIRECT_DEBIT else on)
            for invoice, way, gateway, on in cursor.fetchall()
        }


def takers(policy: Policy) -> list[str]:
    """The gateways by which a policy has what falls due taken, with direct debits of ours."""
    return [*named(policy), *([DIRECT_DEBIT] if collects(policy) else [])]
