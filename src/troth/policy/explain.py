"""Mistakes in words: where in the file they stand and how to mend them."""

import re
from collections.abc import Mapping
from typing import Any

from troth.policy.errors import Mistake
from troth.policy.language import KINDS, Tables

Place = tuple[str, ...]  # a rule or a key by its path, such as ("keep", "account", "for")

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

# What pydantic finds, in the words of TOML.
_FORMS = {
    "bool_type": "must be true or false",
    "date_type": "must be a day, such as 2025-01-31, without quotes",
    "dict_type": "must be a table of its own",
    "int_type": "must be a whole number, without quotes",
    "model_type": "must be a table of its own",
    "string_type": "must be text in quotes",
    "tuple_type": 'must be a list in brackets, such as ["email"]',
}


def line_of(lines: Mapping[Place, int], place: Place) -> int:
    """The line of a rule or key, or of the nearest table above it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def explain_toml(error: Exception, first: int, last: int) -> Mistake:
    """What TOML refused in the block whose lines are `first` to `last`."""
    if isinstance(error, RecursionError):
        return Mistake(first, "bad-toml", "nested too deeply; a rule needs one level")
    at = _AT.search(str(error))
    line = first - 1 + int(at[1]) if at and at[1] else last
    reason = short(_AT.sub("", str(error)))
    if reason.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate")):
        return Mistake(line, "duplicate-key", "this key or table is written twice; keep one")
    return Mistake(line, "bad-toml", f"{reason}; see https://toml.io for the form")


def explain(error: Any, lines: Mapping[Place, int]) -> Mistake:
    """One of pydantic's errors."""
    place = tuple(str(part) for part in error["loc"] if not isinstance(part, int))
    line = line_of(lines, place)
    where = short(".".join(place).removesuffix(".[key]"))
    match error["type"]:
        case "extra_forbidden":
            message = f"{where} is not in the language{_nearest(place)}"
            return Mistake(line, "unknown-table" if len(place) == 1 else "unknown-key", message)
        case "missing" if len(place) == 1:
            return Mistake(line, "missing-table", f"add a [{where}] table")
        case "missing" if place[0] == "share" and place[-1] == "country":
            message = f'{where} is missing; add country = "XX", a code of ISO 3166'
            return Mistake(line, "no-country", message)
        case "missing":
            return Mistake(line, "missing-key", f"{where} is missing; add it")
        case "literal_error":
            words = error["ctx"]["expected"].replace("'", "")
            message = f"{where} is not a word of the language; use {words}"
            return Mistake(line, "unknown-word", message)
        case "value_error":
            message = error["msg"].removeprefix("Value error, ")
            a_word = message.startswith("is not a word")
            return Mistake(line, "unknown-word" if a_word else "bad-value", f"{where} {message}")
        case form:
            message = error["msg"].replace("Input should", "must")
            return Mistake(line, "bad-value", f"{where} {_FORMS.get(form, message)}")


def short(text: str, most: int = 200) -> str:
    """`text` on one line without what a terminal would obey, cut where it gets long."""
    line = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return line if len(line) <= most else line[: most - 1] + "…"


def _nearest(place: Place) -> str:
    import difflib  # slow to load, and only a file with a slip of the pen needs it

    if len(place) == 1:
        known = list(Tables.model_fields)
    else:
        fields = KINDS[place[0]].model_fields
        known = [field.alias or name for name, field in fields.items()]
    close = difflib.get_close_matches(place[-1], known, 1)
    return f"; did you mean {close[0]}?" if close else f"; use one of: {', '.join(known)}"
