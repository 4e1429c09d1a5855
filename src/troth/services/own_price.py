"""What a period of a service costs: what its term says, or a price of its own that was agreed."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from troth.core.percent import share_of
from troth.services.models import OwnPrice, Service, Term

# Of a service `s` and its term `t`, in SQL, as `own`: the price of its own that holds for a period
# that begins on a day.
HELD = """
    LEFT JOIN LATERAL (
        SELECT o.amount, o.percent FROM services_ownprice o
        WHERE o.service_id = s.id AND o.taken_back_at IS NULL
        AND o.starts <= {day} AND (o.until IS NULL OR o.until > {day})
        ORDER BY o.agreed_at DESC, o.id DESC LIMIT 1
    ) own ON true
"""
PRICE = "coalesce(t.quantity * own.amount, t.price)"
# What is taken off that; where nothing else was agreed, {otherwise}.
DISCOUNT = """
    CASE WHEN own.amount IS NOT NULL THEN 0
    WHEN own.percent IS NOT NULL THEN round(t.price * 1e-6 * own.percent)::bigint
    ELSE {otherwise} END
"""


class Pays(NamedTuple):
    """What a period costs, in minor units, net of tax; `own`: by a price of its own."""

    price: int
    discount: int
    own: bool

    @property
    def net(self) -> int:
        """What is paid of it."""
        return self.price - self.discount

    @property
    def lasting(self) -> int:
        """The same before a discount of the term, which may have an end."""
        return self.net if self.own else self.price


def own_prices(service: Service) -> list[OwnPrice]:
    """The prices of its own that a service has or had, the one that was agreed last first."""
    return list(service.own_prices.filter(taken_back_at=None).order_by("-agreed_at", "-pk"))


def going_on(own: Iterable[OwnPrice], day: date) -> list[OwnPrice]:
    """Those of these that have not ended by a day."""
    return [each for each in own if each.until is None or each.until > day]


def held(own: Iterable[OwnPrice], day: date) -> OwnPrice | None:
    """Which of these holds for a period that begins on a day."""
    return next((each for each in going_on(own, day) if each.starts <= day), None)


def pays(term: Term, own: OwnPrice | None) -> Pays:
    """What a period of a term costs where a price of its own holds, or none."""
    if own is None:
        return Pays(term.price, term.discount, own=False)
    if own.amount is not None:
        return Pays(term.quantity * own.amount, 0, own=True)
    assert own.percent is not None
    return Pays(term.price, share_of(term.price, own.percent), own=True)
