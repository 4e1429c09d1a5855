"""What a visitor has chosen, in their session: keys and numbers alone, nothing about anybody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest

from troth.accounts.sessions import CART
from troth.orders.propose import Wanted

MOST = 20  # lines


@dataclass
class Cart:
    """Lines to be ordered. `key` becomes the order's, so that the cart of many tabs is one order.

    currency is blank until something was chosen; code: of a promotion, as it was typed.
    """

    currency: str = ""
    code: str = ""
    lines: list[Wanted] = field(default_factory=list)
    key: UUID = field(default_factory=uuid4)


def cart_of(request: HttpRequest) -> Cart:
    """The cart of a session; an empty one where there is none."""
    held: dict[str, Any] = request.session.get(CART) or {}
    if not held:
        return Cart()
    return Cart(held["currency"], held["code"], _wanted(held["lines"]), UUID(held["key"]))


def keep(request: HttpRequest, cart: Cart) -> None:
    """Store a cart in the session; one that holds nothing is forgotten."""
    if not cart.lines:
        request.session.pop(CART, None)
        return
    request.session[CART] = {
        "currency": cart.currency,
        "code": cart.code,
        "key": str(cart.key),
        "lines": [[w.product, w.months, w.quantity, [*w.choices.items()]] for w in cart.lines],
    }


def _wanted(lines: Sequence[Any]) -> list[Wanted]:
    return [
        Wanted(product, months, dict(choices), quantity)
        for product, months, quantity, choices in lines
    ]
