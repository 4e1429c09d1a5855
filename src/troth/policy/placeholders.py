"""Values of rules in prose: `{{ keep.account.for }}` reads `7 years`.

Plain substitution of whole paths: there is no expression, no filter and no template engine, so
no text that somebody typed is ever run.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from troth.core.duration import Duration
from troth.policy import vocabulary
from troth.policy.countries import COUNTRIES
from troth.policy.fields import FIELD_WORDS
from troth.policy.language import KINDS, Rule, Tables
from troth.policy.words import gettext as _
from troth.policy.words import gettext_noop, length

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_AS_TYPED = re.compile(r'["“„](.*)["”“]')

_MEANINGS: dict[str, Mapping[str, str]] = {
    "acts": vocabulary.ACTS,
    "ask": vocabulary.CHANNELS,
    "at": vocabulary.PLACES,
    "basis": vocabulary.BASES,
    "channels": vocabulary.CHANNELS,
    "complaints": {code: str(each) for code, each in vocabulary.AUTHORITIES.items()},
    "country": COUNTRIES,
    "formats": {"json": "JSON", "csv": "CSV"},
    "from": vocabulary.CLOCKS,
    "ground": vocabulary.GROUNDS,
    "in": vocabulary.REGIONS,
    "later": FIELD_WORDS,
    "needs": vocabulary.DOCUMENTS,
    "of": vocabulary.SUBJECTS,
    "optional": FIELD_WORDS,
    "proof": vocabulary.PROOFS,
    "required": FIELD_WORDS,
    "role": vocabulary.ROLES,
    "special": vocabulary.SPECIAL,
    "stores_in": COUNTRIES,
    "told": vocabulary.CHANNELS,
    "transfer": vocabulary.TRANSFERS,
    "unless": vocabulary.DOCUMENTS,
    "when": vocabulary.CONDITIONS,
    "withdraw": vocabulary.CHANNELS,
}
_MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
# Of these lists one is enough; of all others everything holds.
_CHOICES = {"accepted", "ask", "complaints", "in", "proof", "withdraw"}


def fill(text: str, tables: Tables) -> str:
    """`text` with each placeholder replaced. Raises KeyError with the path that is unknown."""
    return PLACEHOLDER.sub(lambda match: value_at(match[1].strip(), tables), text)


def value_at(path: str, tables: Tables) -> str:
    """What a placeholder's path reads. Raises KeyError when no rule has it or it is empty.

    In quotes stands what is meant as it is typed, such as a length of time that is of no rule.
    """
    if as_typed := _AS_TYPED.fullmatch(path):
        return as_typed[1]
    rule, key = _rule_at(path, tables)
    if rule is not None:
        for field, info in type(rule).model_fields.items():
            value = getattr(rule, field, None)
            if key == (info.alias or field) and value not in (None, (), {}):
                return say(key, value)
    raise KeyError(path)


def say(key: str, value: object) -> str:
    """A rule's value in words: dates in full, lists with commas, words by their meaning."""
    meanings = _MEANINGS.get(key, {})
    match value:
        case bool():
            return _("yes") if value else _("no")
        case date():
            return day(value)
        case Duration():
            return length(value)
        case dict():
            return join(value)
        case tuple():
            words = [meanings.get(word, word.replace("_", " ")) for word in value]
            return either(words) if key in _CHOICES else join(words)
        case _:
            return meanings.get(str(value), str(value))


def day(value: date) -> str:
    """`12 May 2026`."""
    month = _(_MONTHS[value.month - 1])
    return _("%(day)s %(month)s %(year)s") % {
        "day": value.day,
        "month": month,
        "year": value.year,
    }


def join(words: Iterable[str]) -> str:
    """`a, b and c`, or `a; b, with a comma; and c`; blank for none."""
    return _listed([*words], _("%(firsts)s and %(last)s"), _("%(firsts)s; and %(last)s"))


def either(words: Iterable[str]) -> str:
    """`a, b or c`, or `a; b, with a comma; or c`."""
    return _listed([*words], _("%(firsts)s or %(last)s"), _("%(firsts)s; or %(last)s"))


def _listed(words: list[str], plain: str, with_commas: str) -> str:
    if not words:
        return ""
    *firsts, last = words
    if not firsts:
        return last
    if any("," in word for word in words):
        return with_commas % {"firsts": "; ".join(firsts), "last": last}
    return plain % {"firsts": ", ".join(firsts), "last": last}


def _rule_at(path: str, tables: Tables) -> tuple[Rule | None, str]:
    """The rule that a path leads into, if there is one, and the rest of the path."""
    kind, _, key = path.partition(".")
    found = getattr(tables, kind) if kind in KINDS else None
    if isinstance(found, dict):
        name, _, key = key.partition(".")
        found = found.get(name)
    return found, key
