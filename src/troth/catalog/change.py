"""Add something to the catalogue, or change it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from troth.accounts.models import Person
from troth.catalog.events import CHANGED
from troth.catalog.models import Promotion
from troth.catalog.note import note
from troth.catalog.siblings import Placed, siblings
from troth.core.conflicts import act


@act
def change(
    row: Placed | Promotion, columns: Collection[str], *, by: Person | None, at: datetime
) -> None:
    """Store these columns of a row, and of none others; a new row whole, as the last of its kind.

    So what orders change meanwhile, such as the stock, stays as it is.
    """
    if row._state.adding:
        if not isinstance(row, Promotion):
            last = siblings(row).aggregate(last=Max("position"))["last"]
            row.position = 0 if last is None else last + 1
        row.save(force_insert=True)
    elif columns:
        row.save(update_fields=columns)
    else:
        return
    note(CHANGED, row, by=by, at=at, columns=sorted(columns))
