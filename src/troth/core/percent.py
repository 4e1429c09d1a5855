"""Percentages, such as rates of tax: an integer of parts per million, 19_0000 for 19%.

Places of the United States tax by three digits behind the point of a percentage, or four.
"""

from decimal import Decimal

from babel.numbers import format_percent
from django.conf import settings
from django.utils.translation import get_language, to_locale

WHOLE = 100_0000
DIGITS = 4  # behind the point of a percentage


def share_of(amount: int, rate: int) -> int:
    """So many percent of an amount of minor units, by `quotient`; in SQL round(… * rate * 1e-6)."""
    return quotient(amount * rate, WHOLE)


def quotient(dividend: int, divisor: int) -> int:
    """A division rounded half away from zero."""
    whole = (2 * abs(dividend) + abs(divisor)) // (2 * abs(divisor))
    return whole if (dividend < 0) == (divisor < 0) else -whole


def of_hundred(rate: int) -> Decimal:
    """A percentage as programs write it: 6_6250 is 6.625, and 19_0000 is 19."""
    return Decimal(rate) / (WHOLE // 100)


def percent(rate: int) -> str:
    """`6.625%`: a percentage as the reader's language writes it (CLDR), with all its digits."""
    locale = to_locale(get_language() or settings.LANGUAGE_CODE)
    return format_percent(Decimal(rate) / WHOLE, locale=locale, decimal_quantization=False)
