"""Amounts as Stripe counts them: https://docs.stripe.com/currencies.

Ours are in minor units of ISO 4217, and so are Stripe's but for these few. Of krónur and Ugandan
shillings it has hundredths, which must be none; of ariary, of which there are fifths, it has whole
ones; and of a thousandth it takes no less than ten.
"""

from troth.calls.errors import Refused
from troth.core.money import UNUSUAL

_TIMES = dict.fromkeys(("ISK", "UGX"), 100)
_DIVIDED = {"MGA": 100}
_STEPS = dict.fromkeys(UNUSUAL[3], 10)


def to_stripe(amount: int, currency: str) -> int:
    """An amount as Stripe takes it. Raises Refused for one that it cannot take exactly."""
    divided = _DIVIDED.get(currency, 1)
    if amount % divided or amount % _STEPS.get(currency, 1):
        raise Refused(f"Stripe takes no such fractions of {currency}.")
    return amount * _TIMES.get(currency, 1) // divided


def from_stripe(amount: int, currency: str) -> int:
    """An amount as Stripe says it, in our minor units.

    Raises ValueError for a part of one, which no payment has.
    """
    whole, rest = divmod(amount * _DIVIDED.get(currency, 1), _TIMES.get(currency, 1))
    if rest:
        raise ValueError("part of a minor unit")
    return whole
