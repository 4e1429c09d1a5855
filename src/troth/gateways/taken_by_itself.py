"""Of which invoices nobody is reminded, as what is owed of them is taken by itself."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection

from troth.billing.dunning.dun import WITHIN
from troth.billing.models import DunningStep, Invoice, Reminder
from troth.core.day import start_of
from troth.gateways.charge import BY_DEFAULT, IS_TAKEN, come_on
from troth.gateways.next_taking import takers
from troth.publishing.running import policy_on

# Those of which a step is still to take what is owed for the first time, today or later, and those
# of which one has today: what came of it their owner is told by that.
_TAKEN = f"""
    SELECT i.id FROM {Invoice._meta.db_table} i
    JOIN {BY_DEFAULT}
    WHERE {IS_TAKEN} AND i.due_on >= %(first)s
    AND EXISTS (
        SELECT FROM {DunningStep._meta.db_table} s WHERE s.action = 'retry'
        AND i.due_on + s.days > %(on)s - {WITHIN}
        AND (m.ends_on IS NULL OR m.ends_on >= greatest(i.due_on + s.days, %(on)s))
    )
    AND NOT EXISTS (
        SELECT FROM {Reminder._meta.db_table} r
        WHERE r.invoice_id = i.id AND r.action = 'retry'
    )
    UNION
    SELECT r.invoice_id FROM {Reminder._meta.db_table} r
    WHERE r.action = 'retry' AND r.at >= %(midnight)s
"""


def taken_by_itself(*, on: date, at: datetime) -> Collection[int]:
    """Invoices, by key, of which on day `on` nobody has to be reminded: a way that is kept takes
    what is owed, or was tried today."""
    values = come_on(on, takers(policy_on(at)), at=at) | {"midnight": start_of(on)}
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, values)
        return {row[0] for row in cursor.fetchall()}
