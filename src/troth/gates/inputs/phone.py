"""Telephone numbers: typed as people write them, stored as E.164, shown with their country."""

import re

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
)

from troth.gates.inputs.doubt import DoubtError

LENGTH = 40  # signs of a number, typed or stored
_STORED = re.compile(r"\+[0-9]+(;ext=[0-9]+)?")
# An extension with its word, such as `ext. 12`.
_EXTENSION = re.compile(r"\W*[^\W\d]*\W*\d+\W*$")


def stored(typed: str, country: str = "") -> str:
    """A number as E.164, such as `+49301234567`, with its extension as RFC 3966 writes it.

    country: whose numbers are meant by one without a country's code; its ISO 3166 code.
    Raises DoubtError, also for letters: some stand for digits, and others are slips. A number need
    only have the length of one: ranges that are handed out tomorrow are in nobody's list today.
    """
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, country or None)
    except NumberParseException:
        number = None
    if number is None or not _is_possible(number):
        raise DoubtError(
            _("This is not a telephone number. Write it as %(example)s.")
            % {"example": _example(country)}
        )
    if _has_letters(typed, number.extension):
        raise DoubtError(
            _("This telephone number has letters in it. Write it in digits, such as %(example)s.")
            % {"example": _example(country)}
        )
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    full = f"{plain};ext={number.extension}" if number.extension else plain
    if len(full) > LENGTH:
        raise DoubtError(_("This extension is too long."))
    return full


def shown(number: str) -> str:
    """A stored number as people read it, such as `+49 30 1234567`; what is none stays as it is."""
    if not _STORED.fullmatch(number):
        return number
    try:
        parsed = phonenumbers.parse(number, None)
    except NumberParseException:
        return number
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def _is_possible(number: PhoneNumber) -> bool:
    """Whether it has the length of one that can be called from everywhere, or is a known one."""
    reason = phonenumbers.is_possible_number_with_reason(number)
    return reason == ValidationResult.IS_POSSIBLE or phonenumbers.is_valid_number(number)


def _has_letters(typed: str, extension: str | None) -> bool:
    """Whether a letter stands behind the first digit, the word for an extension aside."""
    number = _EXTENSION.sub("", typed) if extension else typed
    return phonenumbers.is_alpha_number(typed) or bool(re.search(r"\d.*[^\W\d]", number))


def _example(country: str) -> str:
    example = phonenumbers.example_number(country or "DE")
    return (
        phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL)
        if example
        else "+49 30 123456"
    )
