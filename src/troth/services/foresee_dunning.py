"""What the next night of dunning does: the steps themselves, selected instead of taken."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import NamedTuple

from django.db import connection

from troth.bank.unread import unread
from troth.billing.dunning.dun import COME, come_on
from troth.billing.models import NightRun
from troth.core.day import day_at, start_of
from troth.gateways.charge import under_way
from troth.gateways.taken_by_itself import taken_by_itself
from troth.services.suspend_overdue import to_end, to_suspend

_STEPS = f"""
    SELECT action, days, CASE WHEN action = 'fee' THEN currency ELSE '' END, sum(fee)::bigint,
        count(*), array_agg(DISTINCT account_id)
    FROM ({COME}) come GROUP BY 1, 2, 3 ORDER BY days, action
"""
# The steps that were taken already, and those that would be.
_TAKEN = f"""
    (SELECT invoice_id, action, at FROM billing_reminder
     UNION ALL SELECT invoice_id, action, %(at)s::timestamptz FROM ({COME}) come)
"""
_REACHED = "SELECT account_id, count(*) FROM ({}) s GROUP BY account_id ORDER BY 1"
_SUSPENDED = _REACHED.format(to_suspend(_TAKEN))
_ENDING = _REACHED.format(to_end(_TAKEN))


class Coming(NamedTuple):
    """A step that some invoices have come to. fee: of all of them, in minor units of `currency`."""

    action: str
    days: int
    currency: str
    fee: int
    invoices: int
    accounts: list[int]


@dataclass(frozen=True)
class Foreseen:
    """What a night would do. suspended, ending: how many services, by the key of their account."""

    on: date
    steps: list[Coming]
    suspended: dict[int, int]
    ending: dict[int, int]

    @property
    def count(self) -> int:
        """How many steps, as a yes is said to them."""
        return sum(each.invoices for each in self.steps)

    @property
    def letters(self) -> int:
        """How many are written: an account has one about its invoices, one about its services."""
        about = [each.accounts for each in self.steps if each.action in ("remind", "fee")]
        return len({*chain(*about)}) + len(self.suspended) + len(self.ending)


def next_night(*, at: datetime) -> date:
    """The day whose steps are taken next: today, until they are."""
    today = day_at(at)
    taken = NightRun.objects.filter(kind=NightRun.Kind.DUN, on=today, done_at__isnull=False)
    return today + timedelta(days=taken.exists())


def foresee_dunning(*, on: date, at: datetime) -> Foreseen:
    """What `see_to_overdue` would do on a day, if nobody paid until then; nothing is changed."""
    night = max(at, start_of(on))
    itself = taken_by_itself(on=on, at=night)
    values = come_on(on, at=night, unread=unread(on), under_way=under_way(), unreminded=itself)
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, values)
        steps = [Coming(*row) for row in cursor.fetchall()]
        cursor.execute(_SUSPENDED, values | {"action": "suspend"})
        suspended = dict(cursor.fetchall())
        cursor.execute(_ENDING, values | {"action": "end"})
        ending = dict(cursor.fetchall())
    return Foreseen(on, steps, suspended, ending)
