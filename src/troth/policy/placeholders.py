"""Values of rules in prose: `{{ keep.account.for }}` reads `7 years`.

Plain substitution of whole paths: there is no expression, no filter and no template engine, so
no text that somebody typed is ever run.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from troth.policy import vocabulary
from troth.policy.countries import COUNTRIES
from troth.policy.language import KINDS, Rule, Tables

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")

_MEANINGS: dict[str, Mapping[str, str]] = {
    "acts": vocabulary.ACTS,
    "ask": vocabulary.CHANNELS,
    "basis": vocabulary.BASES,
    "channels": vocabulary.CHANNELS,
    "country": COUNTRIES,
    "from": vocabulary.CLOCKS,
    "ground": vocabulary.GROUNDS,
    "needs": vocabulary.DOCUMENTS,
    "of": vocabulary.SUBJECTS,
    "proof": vocabulary.PROOFS,
    "role": vocabulary.ROLES,
    "special": vocabulary.SPECIAL,
    "stores_in": COUNTRIES,
    "told": vocabulary.CHANNELS,
    "unless": vocabulary.DOCUMENTS,
    "when": vocabulary.CONDITIONS,
    "withdraw": vocabulary.CHANNELS,
}
# Of these lists one is enough; of all others everything holds.
_CHOICES = {"accepted", "ask", "proof", "withdraw"}


def fill(text: str, tables: Tables) -> str:
    """`text` with each placeholder replaced. Raises KeyError with the path that is unknown."""
    return PLACEHOLDER.sub(lambda match: value_at(match[1].strip(), tables), text)


def value_at(path: str, tables: Tables) -> str:
    """What a placeholder's path reads. Raises KeyError when no rule has it or it is empty."""
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
            return "yes" if value else "no"
        case date():
            return f"{value.day} {value:%B} {value.year}"
        case dict():
            return join(value)
        case tuple():
            words = (meanings.get(word, word.replace("_", " ")) for word in value)
            return join(words, "or" if key in _CHOICES else "and")
        case _:
            return meanings.get(str(value), str(value))


def join(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`, or `a; b, with a comma; and c`."""
    *firsts, final = words
    if not firsts:
        return final
    if any("," in word for word in (*firsts, final)):
        return f"{'; '.join(firsts)}; {last} {final}"
    return f"{', '.join(firsts)} {last} {final}"


def _rule_at(path: str, tables: Tables) -> tuple[Rule | None, str]:
    """The rule that a path leads into, if there is one, and the rest of the path."""
    kind, _, key = path.partition(".")
    found = getattr(tables, kind) if kind in KINDS else None
    if isinstance(found, dict):
        name, _, key = key.partition(".")
        found = found.get(name)
    return found, key
