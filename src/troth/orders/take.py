"""Take what is ordered from the stock, and give it back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from troth.core.errors import TrothError
from troth.orders.models import Order
from troth.services.stock import give_stock_back, take_if_there
from troth.services.use_promotion import give_use_back


class TakenError(TrothError):
    """Somebody else was faster. Nothing was ordered."""


def take(lines: Iterable[tuple[int | None, int]]) -> None:
    """Take so many of each product, by its key. Raises TakenError where as many are not there."""
    for product, quantity in _summed(lines):
        if not take_if_there(product, quantity):
            raise TakenError(_("Somebody else has just bought the last one. Nothing was ordered."))


def give_back(lines: Iterable[tuple[int | None, int]]) -> None:
    """Put so many of each product back."""
    for product, quantity in _summed(lines):
        give_stock_back(product, quantity)


def let_go(order: Order) -> None:
    """Give back what an order has taken: of the stock, and of the uses of its promotion."""
    give_back(order.lines.values_list("offer", "quantity"))
    give_use_back(order.promotion)


def _summed(lines: Iterable[tuple[int | None, int]]) -> list[tuple[int, int]]:
    """In one order, so that of two who take the same none waits for the other in turn."""
    sums: dict[int, int] = {}
    for product, quantity in lines:
        if product is not None:
            sums[product] = sums.get(product, 0) + quantity
    return sorted(sums.items())
