"""How long an erasure that was asked for in the account area can be stopped, whoever does it.

Whoever has somebody's password could ask for it, so that the registered address is told, and the
owner of that has the time to stop it. The wait ends within the time that the policy promises for
what is asked now; what was asked before shortens it, but never below LEAST.
"""

from datetime import date, datetime, timedelta

from troth.core.day import day_at, start_of
from troth.core.provider import provider

LEAST = timedelta(hours=24)


def wait_until(due_on: date | None, *, at: datetime, before: date | None = None) -> datetime | None:
    """Until when an erasure that is asked for now and due on a day waits; None: not at all.

    before: the day on which the same is due by an earlier request.
    """
    until = at + provider().erasure_wait
    if due_on:  # the night before is the last that does not erase it, see `carried_out_on`
        until = min(until, _last_night(due_on))
    if before:
        until = min(until, max(_last_night(before), at + LEAST))
    return until if until > at else None


def _last_night(due_on: date) -> datetime:
    return start_of(due_on) - timedelta(seconds=1)


def carried_out_on(until: datetime) -> date:
    """The day in whose night an erasure is carried out that waits until then."""
    return day_at(until) + timedelta(days=1)
