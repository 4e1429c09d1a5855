"""From which moment on what a rule takes is too young for it."""

from datetime import date, datetime, timedelta

from troth.core.day import start_of
from troth.policy.plan import Sweep


def cutoff(sweep: Sweep, on: date) -> datetime | None:
    """Rows whose clock started before this moment are due on day `on`.

    A promise to delete after 30 days is kept on the thirtieth day; a duty to keep for 7 years
    lasts through the last day of the seventh. None: nothing can be old enough yet.
    """
    if sweep.beyond and on == date.min:
        return None
    day = on - timedelta(days=1) if sweep.beyond else on
    last = sweep.length.latest_start(day) if sweep.length else day
    if last is None or last == date.max:
        return None
    return start_of(last + timedelta(days=1))
