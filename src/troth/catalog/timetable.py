"""What something costs now and later: its prices by period and currency."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from troth.catalog.models import ChoicePrice, Price


@dataclass(frozen=True)
class Slot[P: (Price, ChoicePrice)]:
    """The price that holds, if any has begun, and those to come, for a period and a currency."""

    months: int
    currency: str
    now: P | None = None
    coming: Sequence[P] = field(default=())


def timetable[P: (Price, ChoicePrice)](
    prices: Iterable[P], *, on: date
) -> tuple[list[str], list[list[Slot[P]]]]:
    """The currencies, and for each period a row with a slot for each of them."""
    slots: dict[tuple[int, str], Slot[P]] = {}
    ordered = sorted(prices, key=lambda each: (each.months, each.currency, each.starts))
    for (months, currency), some in groupby(ordered, lambda each: (each.months, each.currency)):
        every = list(some)
        begun = [each for each in every if each.starts <= on]
        now = begun[-1] if begun else None
        slots[months, currency] = Slot(months, currency, now, every[len(begun) :])
    currencies = sorted({currency for _months, currency in slots})
    rows = [
        [slots.get((months, currency), Slot(months, currency)) for currency in currencies]
        for months in sorted({months for months, _currency in slots})
    ]
    return currencies, rows
