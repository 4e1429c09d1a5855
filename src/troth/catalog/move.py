"""Move something of the catalogue up or down."""

from datetime import datetime

from troth.accounts.models import Person
from troth.catalog.events import CHANGED
from troth.catalog.note import note
from troth.catalog.siblings import Placed, siblings
from troth.core.conflicts import act


@act
def move(row: Placed, *, up: bool, by: Person | None, at: datetime) -> None:
    """Let a row change places with the one before it, or after it; at the end it stays."""
    every = siblings(row)
    together = list(every.select_for_update())
    here = together.index(row)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(together):
        return
    together[here], together[there] = together[there], together[here]
    for position, each in enumerate(together):
        each.position = position
    every.bulk_update(together, ["position"])
    note(CHANGED, row, by=by, at=at, columns=["position"])
