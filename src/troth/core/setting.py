"""What a setting may be: each function takes its name and what was typed, and gives its value.

What was typed may be a secret or personal, so no error quotes it.
"""

import os
import re
from collections.abc import Callable
from datetime import date
from typing import Concatenate
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stdnum.eu import at_02

from troth.core.errors import UsageError

_PUBLIC_KEY = re.compile(r"[^\s+,]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}")  # of Ed25519


def read[T, **More](
    kind: Callable[Concatenate[str, str, More], T],
    name: str,
    otherwise: str = "",
    *args: More.args,
    **kwargs: More.kwargs,
) -> T:
    """A setting of a kind, one of the functions below: as the environment has it, or otherwise.

    What follows is handed on to the kind. Raises UsageError for what is not of it.
    """
    return kind(name, os.environ.get(name, otherwise), *args, **kwargs)


def number(name: str, value: str) -> int:
    """A setting that is a whole number. Raises UsageError."""
    if not value.isdecimal():
        raise UsageError(f"{name} must be a whole number, such as 1.")
    return int(value)


def creditor_id(name: str, value: str) -> str:
    """A setting that is a creditor identifier of SEPA (EPC262-08), or blank. Raises UsageError."""
    typed = "".join(value.split()).upper()
    if typed and not at_02.is_valid(typed):
        raise UsageError(f"{name} must be a creditor identifier such as DE98ZZZ09999999999.")
    return typed


def days(name: str, value: str) -> tuple[date, ...]:
    """A setting that is a list of days, such as 2026-12-24,2026-12-31. Raises UsageError."""
    try:
        return tuple(date.fromisoformat(day.strip()) for day in value.split(",") if day.strip())
    except ValueError:
        raise UsageError(f"{name} must be days such as 2026-12-24,2026-12-31.") from None


def by_months(name: str, value: str) -> dict[int, int]:
    """A setting of days by months, such as 12:30,24:60. Raises UsageError."""
    if not re.fullmatch(r"(\s*[1-9][0-9]?:[0-9]{1,3}\s*(,|$))*", value):
        raise UsageError(f"{name} must be days by months, such as 12:30,24:60.")
    pairs = (each.split(":") for each in value.split(",") if each.strip())
    return {int(months): int(days) for months, days in pairs}


def number_prefixes(name: str, value: str) -> dict[str, str]:
    """A setting of capitals by kind of document, such as invoice:RE,order:B. Raises UsageError."""
    own = {"invoice": "", "credit note": "C", "order": "O", "quote": "Q"}
    pairs = [each.strip().partition(":") for each in value.split(",") if each.strip()]
    found = {kind: prefix for kind, _colon, prefix in pairs}
    every = own | found
    shaped = all(re.fullmatch("[A-Z]{0,6}", prefix) for prefix in found.values())
    if len(every) != len(own) or not shaped or len({*every.values()}) != len(own):
        raise UsageError(
            f"{name} must be up to six capitals by kind, each of its own, such as "
            "invoice:RE,credit note:GS,order:B,quote:A."
        )
    return found


def first_numbers(name: str, value: str) -> dict[tuple[str, int], int]:
    """A setting of numbers by kind and year, such as invoice:2026:5001. Raises UsageError."""
    kinds = "invoice|credit note|order|quote"
    found = {}
    for each in filter(None, map(str.strip, value.split(","))):
        parts = re.fullmatch(rf"({kinds}):(2[0-9]{{3}}):([1-9][0-9]{{0,8}})", each)
        if not parts:
            raise UsageError(
                f"{name} must be first numbers by kind and year, such as invoice:2026:5001."
            )
        found[parts[1], int(parts[2])] = int(parts[3])
    return found


def hours(name: str, value: str) -> int:
    """A setting that is a number of hours, of a week at most. Raises UsageError."""
    if not re.fullmatch(r"[0-9]{1,3}", value) or int(value) > 168:
        raise UsageError(f"{name} must be a number of hours from 0 to 168.")
    return int(value)


def idle_and_longest(name: str, value: str) -> tuple[int, int]:
    """A setting that is two numbers of hours, such as 24,336. Raises UsageError."""
    found = re.fullmatch(r"([1-9][0-9]{0,3}),([1-9][0-9]{0,3})", value)
    if not found or int(found[1]) > int(found[2]):
        raise UsageError(f"{name} must be two numbers of hours, the smaller first, such as 24,336.")
    return int(found[1]), int(found[2])


def countries(name: str, value: str) -> tuple[str, ...]:
    """A setting that is a list of countries, such as DE,US. Raises UsageError."""
    codes = tuple(code.strip() for code in value.split(",") if code.strip())
    if not all(re.fullmatch("[A-Z]{2}", code) for code in codes):
        raise UsageError(f"{name} must be countries by their two capitals, such as DE,US.")
    return codes


def areas(name: str, value: str) -> tuple[str, ...]:
    """A setting that is a list of countries and regions, such as GB,US-TX. Raises UsageError."""
    codes = tuple(code.strip() for code in value.split(",") if code.strip())
    if not all(re.fullmatch("[A-Z]{2}(-[A-Z0-9]{1,3})?", code) for code in codes):
        raise UsageError(f"{name} must be countries or regions by their codes, such as GB,US-TX.")
    return codes


def required(name: str, value: str, *, by: str) -> str:
    """A setting that another one needs. Raises UsageError where it is blank."""
    if not value.strip():
        raise UsageError(f"{name} is missing: set it, or unset {by}.")
    return value.strip()


def shaped(name: str, value: str, shape: str, example: str) -> str:
    """A setting of a shape (a regular expression). Raises UsageError, which does not quote it."""
    if not re.fullmatch(shape, value.strip()):
        raise UsageError(f"{name} must look like {example}.")
    return value.strip()


def flag(name: str, value: str) -> bool:
    """A setting that is 1, or 0 or blank. Raises UsageError: `true` would read as off."""
    if value not in ("", "0", "1"):
        raise UsageError(f"{name} must be 1, or 0.")
    return value == "1"


def service(name: str, value: str) -> str:
    """A setting that is the address of a third party's interface. Raises UsageError."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{name} must be an address such as https://api.example.")
    return value


def one_of(name: str, value: str, *words: str) -> str:
    """A setting that is one of some words. Raises UsageError."""
    if value not in words:
        raise UsageError(f"{name} must be one of: {', '.join(words)}.")
    return value


def words(name: str, value: str) -> tuple[str, ...]:
    """A setting that is a list of words, one at least. Raises UsageError, which quotes none."""
    found = tuple(word.strip() for word in value.split(",") if word.strip())
    if not found or any(re.search(r"\s", word) for word in found):
        raise UsageError(f"{name} must be one word or several, with a comma between two.")
    return found


def public_keys(name: str, value: str) -> list[str]:
    """A setting that is a list of public keys of notes. Raises UsageError."""
    keys = [key.strip() for key in value.split(",") if key.strip()]
    if not all(map(_PUBLIC_KEY.fullmatch, keys)):
        raise UsageError(f"{name} must be public keys such as log.example+5ac1d0ff+AbCd…=.")
    return keys


def witnesses(name: str, value: str) -> dict[str, str]:
    """A setting that is a list of public keys, each with an address. Raises UsageError."""
    pairs = [pair.split() for pair in value.split(",") if pair.strip()]
    if not all(
        len(pair) == 2
        and _PUBLIC_KEY.fullmatch(pair[0])
        and urlsplit(pair[1]).scheme in ("http", "https")
        for pair in pairs
    ):
        raise UsageError(
            f"{name} must be pairs such as w.example+5ac1d0ff+BAbCd…= https://w.example/witness, "
            "with a comma between two."
        )
    return {key: address.rstrip("/") for key, address in pairs}


def time_zone(name: str, value: str) -> str:
    """A setting that is a time zone of the IANA's database. Raises UsageError."""
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"{name} must be a time zone such as Europe/Berlin.") from None


def colour(name: str, value: str) -> str:
    """A setting that is a colour, or empty. Raises UsageError."""
    if value and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise UsageError(f"{name} must be a colour such as #0b5d57.")
    return value


def links(name: str, value: str) -> list[tuple[str, str]]:
    """A setting that is a list of names, each with an address, or empty. Raises UsageError."""
    pairs = [pair.strip().rpartition(" ") for pair in value.split(",") if pair.strip()]
    if not all(
        title.strip() and urlsplit(to).scheme in ("http", "https") for title, _, to in pairs
    ):
        raise UsageError(
            f"{name} must be pairs such as Mastodon https://social.example/@us, with a comma "
            "between two."
        )
    return [(title.strip(), to) for title, _space, to in pairs]
