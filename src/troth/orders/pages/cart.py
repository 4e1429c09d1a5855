"""What a visitor has chosen, in their session: keys and numbers alone, nothing about anybody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils import timezone

from troth.accounts.sessions import CART
from troth.catalog.promotion import PromotionError, promotion_of
from troth.core.day import day_at
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


def take_code(request: HttpRequest, cart: Cart, code: str) -> bool:
    """Put the code of a promotion into a cart, right or wrong; False for one guess too many."""
    try:
        if code:
            promotion_of(code, cart.currency, on=day_at(timezone.now()))
    except PromotionError:
        if not ratelimit.consume(request, action="wrong_code"):
            return False
    cart.code = code
    return True


def _wanted(lines: Sequence[Any]) -> list[Wanted]:
    return [
        Wanted(product, months, dict(choices), quantity)
        for product, months, quantity, choices in lines
    ]
