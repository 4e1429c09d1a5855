"""Money: an integer of minor units, with its currency."""

import re
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency
from django.conf import settings
from django.utils.translation import get_language, to_locale

# ISO 4217:2015, list one: by the digits behind the point, the currencies that have not two.
_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
UNUSUAL = {digits: codes.split() for digits, codes in _DIGITS.items()}
MOST = 10**17  # minor units; more is nobody's


def exponent(currency: str) -> int:
    """How many digits stand behind the point in amounts of a currency (ISO 4217)."""
    return next((digits for digits, codes in UNUSUAL.items() if currency in codes), 2)


def major(amount: int, currency: str) -> Decimal:
    """An amount of minor units, in major ones: 1190 of EUR is 11.90."""
    return Decimal(amount).scaleb(-exponent(currency))


def money(amount: int, currency: str) -> str:
    """`€1,190.00`: an amount of minor units as the reader's language writes it (CLDR)."""
    return _written(amount, currency, to_locale(get_language() or settings.LANGUAGE_CODE))


@lru_cache(4096)  # prices are few, and a run writes thousands of letters about them
def _written(amount: int, currency: str, locale: str) -> str:
    # Not rounded to what is usual in shops: an invoice says what it says.
    text = format_currency(
        major(amount, currency), currency, locale=locale, decimal_quantization=False
    )
    # A code is set off from the digits (CLDR's currencySpacing), where no line may break.
    return re.sub(r"(?<=[^\W\d_])(?=\d)", "\u00a0", text)


def minor(amount: Decimal, currency: str) -> int:
    """An amount of major units, in minor ones. Raises ValueError for a part of a minor unit."""
    units = amount.scaleb(exponent(currency))
    if abs(units) >= MOST or units != units.to_integral_value():
        raise ValueError("an amount is too large, or has more digits than its currency")
    return int(units)
