"""What is still going on in accounts, and whoever ends them must know of first."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from troth.policy.declare import PersonalData, declarations


class StillOpen(NamedTuple):
    """What becomes of some rows when their account ends, and each of them in words."""

    told: str
    rows: list[str]


def unfinished(accounts: Sequence[int], *, at: datetime) -> list[StillOpen]:
    """Services that run, invoices that are not paid: whatever a model declares as unfinished."""
    found = []
    for model, data in declarations().items():
        if isinstance(data, PersonalData) and (kind := data.unfinished):
            rows = model._default_manager.filter(kind.rows(at), account__in=accounts).order_by("pk")
            if words := [kind.words(row) for row in rows]:
                found.append(StillOpen(str(kind.told), words))
    return found
