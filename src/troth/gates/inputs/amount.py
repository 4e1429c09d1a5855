"""Amounts of money as people type them."""

import re

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from troth.core.money import exponent, major, minor

_MOST = 10**12  # minor units


def amount_of(typed: str, currency: str) -> int:
    """The minor units of an amount that is written as the reader's language writes it.

    Raises ValidationError for what is none, is less than nothing, or is finer than its currency.
    """
    # Exponents, signs and underscores would be numbers as well.
    if not re.fullmatch(r"[\d.,'’٫٬\s]+", typed):
        raise ValidationError(_example(currency))
    try:
        found = minor(parse_decimal(typed.strip(), locale=_locale(), strict=True), currency)
    except (NumberFormatError, ValueError):
        raise ValidationError(_example(currency)) from None
    if found > _MOST:
        raise ValidationError(_("This amount is too large."))
    return found


def typed_amount(amount: int, currency: str) -> str:
    """An amount of minor units as `amount_of` takes it."""
    pattern = f"0.{'0' * exponent(currency)}" if exponent(currency) else "0"
    return format_decimal(major(amount, currency), format=pattern, locale=_locale())


def _example(currency: str) -> str:
    example = typed_amount(12_50, currency)
    return _("Type an amount such as %(example)s.") % {"example": example}


def _locale() -> str:
    return to_locale(get_language() or settings.LANGUAGE_CODE)
