"""Say which products go with something: along with a product, after it, or with a promotion."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Manager, Model

from troth.accounts.models import Person
from troth.catalog.events import CHANGED
from troth.catalog.models import Addon, Product, Promoted, Promotion, Upgrade
from troth.catalog.note import note
from troth.core.conflicts import act

# The columns of each kind: what has the products, and the products.
_COLUMNS: dict[type[Model], tuple[str, str]] = {
    Addon: ("product", "addon"),
    Upgrade: ("product", "to"),
    Promoted: ("promotion", "product"),
}


@act
def link(
    kind: type[Addon] | type[Upgrade] | type[Promoted],
    row: Product | Promotion,
    products: Collection[Product],
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Have these products, and no others, be the addons or upgrades of a row, or promoted by it."""
    of, to = _COLUMNS[kind]
    every: Manager[Any] = kind._default_manager
    linked = every.filter(**{of: row})
    if set(linked.values_list(to, flat=True)) == {each.pk for each in products}:
        return
    linked.exclude(**{f"{to}__in": products}).delete()
    rows: list[Any] = [kind(**{of: row, to: each}) for each in products]
    every.bulk_create(rows, ignore_conflicts=True)
    note(CHANGED, row, by=by, at=at, columns=[kind.__name__.lower()])
