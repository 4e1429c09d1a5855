"""The order of what stands together."""

from typing import Any

from django.db.models import QuerySet

from troth.catalog.models import Choice, Group, Option, Product

type Placed = Group | Product | Option | Choice


def siblings(row: Placed) -> QuerySet[Any]:
    """All that stand together with a row, itself among them, in their order."""
    match row:
        case Product():
            return Product.objects.filter(group=row.group_id)
        case Option():
            return Option.objects.filter(product=row.product_id)
        case Choice():
            return Choice.objects.filter(option=row.option_id)
        case Group():
            return Group.objects.all()
