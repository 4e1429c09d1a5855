"""The orders of which payers write the number, in whatever way they write it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from troth.bank.ordered import Ordered
from troth.billing.models import Series
from troth.billing.number import prefix_of
from troth.orders.models import Order
from troth.services.models import Charge

# Letters, a year and a number, with what payers put between them; a line may end within digits.
_NUMBER = re.compile(
    r"(?:(?<![A-Z0-9])(?P<letters>[A-Z0]{1,6})[\W_]{0,3})?"
    r"(?<![1-9])(?P<year>2(?:\s?[0-9]){3})[\W_]{0,3}"
    r"(?P<number>[0-9]{6,9}|0(?:\s?[0-9]){5}|[0-9]{1,5})(?![0-9])"
)
# What payers call an order, in the languages in which most transfers are written.
_WORD = re.compile(r"\b(?:ORDER|BESTEL|AUFTRAG|COMMANDE|PEDIDO|ENCOMENDA|ORDINE)[^0-9]{0,20}$")


@dataclass(frozen=True)
class _Written:
    """What may be an order's number: the letters before it, it without them, all as it stands in
    the text, and whether a word says that it is an order's."""

    letters: str
    bare: str
    whole: str
    word: bool


def named_in(texts: Mapping[int, str]) -> dict[int, list[Ordered]]:
    """The orders that each text names, by the key of the text.

    Understood are small letters, a zero for the O, other signs than the hyphen or none, ends of
    lines, and left out zeros. A number without letters is an order's where a word says so, or
    where it is not an invoice's.
    """
    said = {key: list(_written(text)) for key, text in texts.items()}
    ours, theirs = prefix_of(Series.Kind.ORDER), prefix_of(Series.Kind.INVOICE)
    every = [one for each in said.values() for one in each]
    numbers = {f"{letters}{one.bare}" for one in every for letters in (one.letters, ours)}
    orders = {order.number: order for order in Order.objects.filter(number__in=numbers)}
    billed = _billed(orders.values())
    found: dict[int, list[Ordered]] = {}
    for key, each in said.items():
        for one in each:
            exact = orders.get(f"{one.letters}{one.bare}")
            if order := exact or orders.get(f"{ours}{one.bare}"):
                sure = exact is not None or one.word
                either = () if sure else (one.bare, f"{theirs}{one.bare}")
                whole = one.whole if exact else ""
                found.setdefault(key, []).append(
                    Ordered(order.account_id, billed[order.pk], whole, frozenset(either))
                )
    return found


def _written(text: str) -> Iterator[_Written]:
    text = text.upper()
    for at in _NUMBER.finditer(text):
        year, number = (re.sub(r"\s", "", at[each]) for each in ("year", "number"))
        yield _Written(
            letters=(at["letters"] or "").replace("0", "O"),
            bare=f"{year}-{int(number):06}",
            whole=at[0],
            word=_WORD.search(text, 0, at.start("year")) is not None,
        )


def _billed(orders: Iterable[Order]) -> dict[int, frozenset[int]]:
    """By the key of each order, those of the invoices with charges of its services."""
    found: dict[int, set[int]] = {order.pk: set() for order in orders}
    charged = Charge.objects.filter(service__order_line__order__in=found, line__isnull=False)
    for order, invoice in charged.values_list("service__order_line__order", "line__invoice"):
        found[order].add(invoice)
    return {order: frozenset(invoices) for order, invoices in found.items()}
