"""How long an erasure that was asked for in the account area can be stopped, whoever does it.

Whoever has somebody's password could ask for it, so that the registered address is told, and the
owner of that has the time to stop it. The wait ends within the time that the policy promises.
"""

from datetime import date, datetime, timedelta

from troth.core.day import day_at, start_of
from troth.core.provider import provider


def wait_until(due_on: date | None, *, at: datetime) -> datetime | None:
    """Until when an erasure that is asked for now and due on a day waits; None: not at all."""
    until = at + provider().erasure_wait
    if due_on:  # the night before is the last that does not erase it, see `carried_out_on`
        until = min(until, start_of(due_on) - timedelta(seconds=1))
    return until if until > at else None


def carried_out_on(until: datetime) -> date:
    """The day in whose night an erasure is carried out that waits until then."""
    return day_at(until) + timedelta(days=1)
