"""Give up what is left open of invoices and too little for dunning."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from troth.billing.models import Invoice
from troth.billing.write_off import write_off
from troth.core.conflicts import act
from troth.core.provider import provider


def small(on: date) -> "QuerySet[Any]":
    """Overdue invoices with `owed` below what is dunned, the oldest first."""
    found = Invoice.objects.with_owed().filter(
        kind=Invoice.Kind.INVOICE, due_on__lt=on, owed__gt=0, owed__lt=provider().dun_least
    )
    return found.order_by("due_on", "pk")


@act
def write_off_small(invoices: Iterable[int], *, on: date, at: datetime) -> int:
    """Write off what these owe, by their keys, as far as it is small still; how many these were."""
    found = list(small(on).filter(pk__in=[*invoices]).select_related("account"))
    for invoice in found:
        write_off(invoice, at=at)
    return len(found)
