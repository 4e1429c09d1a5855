"""What it comes to that a service goes on: what is charged today, and what it costs later.

The act itself is carried out for it and taken back, so that what is shown is what is done.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from troth.billing.quote_tax import Quoted, quote_tax
from troth.billing.readers import Reader, reader_of
from troth.catalog.models import PriceChange
from troth.catalog.words import period
from troth.services.change import Change
from troth.services.charge_due import costs_on
from troth.services.costs import Costs, costs
from troth.services.models import Service
from troth.services.period import months_later
from troth.tax.decide import TaxError
from troth.wall.enter import beyond_wall


@dataclass(frozen=True)
class GoesOn:
    """A change, and the prices that customers were told of and that it comes to, by their day."""

    change: Change
    later: tuple[tuple[date, int], ...]
    ends_discount: bool = False

    @property
    def seen(self) -> str:
        """A hash of every figure: who agrees to it, agrees to these."""
        return hashlib.sha256(f"{self.change.seen} {self.later}".encode()).hexdigest()


@dataclass(frozen=True)
class Shown:
    """The same as a page shows it, with its tax, which nobody may be able to say yet."""

    made: GoesOn
    period: str
    quoted: Quoted | None
    reader: Reader

    @property
    def costs(self) -> Costs:
        return costs(self.change.term, self.change.pays, self.reader)

    @property
    def later(self) -> list[tuple[date, int]]:
        supply = self.change.term.supply
        return [(day, self.reader.price(price, supply)) for day, price in self.made.later]

    @property
    def change(self) -> Change:
        return self.made.change

    @property
    def ends_discount(self) -> bool:
        return self.made.ends_discount


def shown(
    act: Callable[..., GoesOn | None], service: Service, *, at: datetime, by_customer: bool
) -> Shown | None:
    """What an act that has a service go on comes to; nothing of it stays done.

    None where nothing is agreed. Raises TrothError where the act does.
    """
    with beyond_wall(), transaction.atomic():
        made = act(service, at=at, by_customer=by_customer)
        transaction.set_rollback(True)
    if made is None:
        return None
    quoted, reader = None, reader_of(service.account, at=at)
    lines = [(charge.amount, charge.supply) for charge in made.change.charges]
    with suppress(TaxError), beyond_wall():
        quoted = quote_tax(lines, service.account, at=at)
    return Shown(made, period(made.change.term.months), quoted, reader)


def goes_on(change: Change, *, ends_discount: bool = False) -> GoesOn:
    """What a change that is made comes to, with the prices to come."""
    return GoesOn(change, tuple(_later(change)), ends_discount)


def _later(change: Change) -> list[tuple[date, int]]:
    """What the runs to come would charge by, each from the day of its first period on, as new
    prices that were told of begin, and prices of its own begin or end.
    """
    term, paid, found = change.term, change.charged_through, list[tuple[date, int]]()
    if not term.months:
        return found
    told = PriceChange.objects.exclude(told_at=None).filter(
        withdrawn_at=None,
        product=term.offer_id,
        currency=term.currency,
        months=term.months,
        starts__gt=term.priced_on or term.starts,
    )
    own = {day for each in change.own for day in (each.starts, each.until) if day}
    last = change.pays.lasting
    for day in sorted({*told.values_list("starts", flat=True), *own}):
        while paid < day:
            paid = months_later(paid, term.months, change.anchor)
        costs = costs_on({term.service_id: paid}).get(term.service_id)
        if costs and costs.lasting != last:
            last = costs.lasting
            found.append((paid, last))
    return found
