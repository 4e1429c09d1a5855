"""Telephone numbers: typed as people write them, stored as E.164, shown with their country."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult


def stored(typed: str, country: str = "") -> str:
    """A number as E.164, such as `+49301234567`, with its extension as RFC 3966 writes it.

    country: whose numbers are meant by one without a country's code; its ISO 3166 code.
    Raises ValidationError. A number need only have the length of one: ranges that are handed
    out tomorrow are in nobody's list today.
    """
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, country or None)
    except NumberParseException:
        number = None
    possible = number and phonenumbers.is_possible_number_with_reason(number)
    if number is None or possible != ValidationResult.IS_POSSIBLE:
        raise ValidationError(
            _("This is not a telephone number. Write it as %(example)s.")
            % {"example": _example(country)}
        )
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def shown(number: str) -> str:
    """A stored number as people read it, such as `+49 30 1234567`; what is none stays as it is."""
    try:
        parsed = phonenumbers.parse(number, None)
    except NumberParseException:
        return number
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def _example(country: str) -> str:
    example = phonenumbers.example_number(country or "DE")
    return (
        phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL)
        if example
        else "+49 30 123456"
    )
