"""Amounts of money as people type them."""

import re
from decimal import Decimal

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from troth.core.money import exponent, minor

_MOST = 10**12  # minor units


def amount_of(typed: str, currency: str) -> int:
    """The minor units of an amount that is written as the reader's language writes it.

    Raises ValidationError for what is none, is less than nothing, or is finer than its currency.
    """
    try:
        found = minor(decimal_of(typed), currency)
    except (NumberFormatError, ValueError):
        raise ValidationError(_example(currency)) from None
    if found > _MOST:
        raise ValidationError(_("This amount is too large."))
    return found


def typed_amount(amount: int, currency: str) -> str:
    """An amount of minor units as `amount_of` takes it."""
    return typed_decimal(amount, exponent(currency))


def decimal_of(typed: str) -> Decimal:
    """A number from 0 on that is written as the reader's language writes it.

    Raises ValueError or NumberFormatError for what is none.
    """
    # Exponents, signs and underscores would be numbers as well.
    if not re.fullmatch(r"[\d.,'’٫٬\s]+", typed):
        raise ValueError("not digits alone")
    return parse_decimal(typed.strip(), locale=_locale(), strict=True)


def typed_decimal(units: int, digits: int, *, needed: int | None = None) -> str:
    """A number with so many digits behind the point, of units of the last of them.

    needed: how many of these are written also where they are zeros; all, unless it is said.
    """
    always = digits if needed is None else needed
    pattern = f"0.{'0' * always}{'#' * (digits - always)}" if digits else "0"
    return format_decimal(Decimal(units).scaleb(-digits), format=pattern, locale=_locale())


def _example(currency: str) -> str:
    example = typed_amount(12_50, currency)
    return _("Enter an amount such as %(example)s.") % {"example": example}


def _locale() -> str:
    return to_locale(get_language() or settings.LANGUAGE_CODE)
