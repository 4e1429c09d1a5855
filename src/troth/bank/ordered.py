"""Which orders lines of the bank name, as the room of orders reads it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from troth.bank.models import BankLine
from troth.billing.models import Invoice

_LONGEST = 2000  # characters that are searched; a transfer has room for 140


@dataclass(frozen=True)
class Ordered:
    """An order that a payer names: whose it is, by key, and the keys of its invoices.

    whole: where it is written with the letters of orders, these and all that follows, which then
    is no number of an invoice. or_invoices: where it has neither these nor a word for orders, the
    numbers of invoices that are meant instead if there are any.
    """

    account: int
    invoices: frozenset[int]
    whole: str = ""
    or_invoices: frozenset[str] = frozenset()

    @property
    def sure(self) -> bool:
        """Whether it can be nothing else than this order."""
        return not self.or_invoices


def ordered(lines: Iterable[BankLine]) -> dict[int, list[Ordered]]:
    """By the line's key, the orders that `ORDERS_NAMED` finds in what its payer wrote."""
    texts = {line.pk: written(line) for line in lines if line.amount > 0}
    named_in: Callable[[Mapping[int, str]], dict[int, list[Ordered]]]
    named_in = import_string(settings.ORDERS_NAMED)
    found = named_in(texts)
    numbers = {n for orders in found.values() for each in orders for n in each.or_invoices}
    ours = set(Invoice.objects.filter(number__in=numbers).values_list("number", flat=True))
    return {
        key: [each for each in orders if not each.or_invoices & ours]
        for key, orders in found.items()
    }


def written(line: BankLine) -> str:
    """What a payer wrote, as far as it is searched."""
    return f"{line.reference}\n{line.text}\n{line.end_to_end_id}"[:_LONGEST]
