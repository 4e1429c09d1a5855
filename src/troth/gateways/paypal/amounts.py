"""Amounts as PayPal writes them: https://developer.paypal.com/api/rest/reference/currency-codes/.

Ours are in minor units of ISO 4217. Of forints and Taiwan dollars, which have two digits there,
PayPal takes whole ones only.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from troth.calls.errors import Refused
from troth.core.money import exponent, major, minor

_WHOLE = {"HUF", "TWD"}


def to_paypal(amount: int, currency: str) -> dict[str, str]:
    """Minor units as PayPal takes them. Raises Refused for a part of what has no parts there."""
    if currency in _WHOLE and amount % 100:
        raise Refused(f"PayPal takes whole amounts of {currency} only.")
    digits = 0 if currency in _WHOLE else exponent(currency)
    return {"currency_code": currency, "value": f"{major(amount, currency):.{digits}f}"}


def from_paypal(money: Mapping[str, Any]) -> tuple[int, str]:
    """Minor units and their currency. Raises ValueError for what is none."""
    try:
        currency, value = str(money["currency_code"]), Decimal(str(money["value"]))
    except InvalidOperation:
        raise ValueError("an amount is no number") from None
    if not value.is_finite():
        raise ValueError("an amount is no number")
    return minor(value, currency), currency
