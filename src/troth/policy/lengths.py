"""Lengths of time as people write them in the languages of policies."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class _Words(NamedTuple):
    """Patterns of a language: numbers in words, what may stand before a unit, and units."""

    numbers: str
    before: str
    units: str


_LANGUAGES = {
    "en": _Words(
        "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
        "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
        "hundred",
        "business|working|calendar|consecutive|full",
        "days?|weeks?|fortnights?|months?|years?",
    ),
    "de": _Words(
        "ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|"
        "vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig|dreißig|dreissig|vierzig|"
        "fünfzig|sechzig|siebzig|achtzig|neunzig|hundert",
        "volle[ns]?|ganze[ns]?|weitere[ns]?",
        "(?:werk|arbeits|kalender|bank)?tag(?:e[ns]?|s)?|wochen?|monat(?:e[ns]?|s)?|"
        "jahr(?:e[ns]?|s)?|tägig\\w*|wöchig\\w*|monatig\\w*|jährig\\w*",
    ),
    "fr": _Words(
        "une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente",
        "",
        "jours?|semaines?|mois|ans?|années?",
    ),
    "es": _Words(
        "una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta",
        "",
        "días?|semanas?|mes(?:es)?|años?",
    ),
    "it": _Words(
        "una?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|quindici|venti|trenta",
        "",
        "giorn[oi]|settiman[ae]|mes[ei]|ann[oi]",
    ),
    "nl": _Words(
        "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|veertien|dertig",
        "",
        "(?:werk)?dag(?:en)?|wek?en|week|maand(?:en)?|ja(?:ar|ren)",
    ),
    "pt": _Words(
        "uma?|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|doze|quinze|trinta",
        "",
        "dias?|semanas?|m[eê]s(?:es)?|anos?",
    ),
    "pl": _Words("", "", "dni|dzień|tygodni\\w*|miesi[ąę]c\\w*|lata?|roku?"),
    "cs": _Words("", "", "dn[íyů]|den|týdn\\w*|měsíc\\w*|rok\\w*|let"),
    "ru": _Words("", "", "дн(?:я|ей)|день|недел\\w+|месяц\\w*|год\\w*|лет"),
}


def lengths(text: str, language: str) -> Iterator[re.Match[str]]:
    """Each length of time that is typed in a text: `30 days`, `zwölf Monate`, `ten (10) years`.

    language: the text's, such as `de-AT`. In one that is unknown here, digits before a unit of
    any known one are found.
    """
    known = _LANGUAGES.get(language.partition("-")[0])
    for words in [known] if known else _LANGUAGES.values():
        yield from _pattern(words, spelled=known is not None).finditer(text)


def _pattern(words: _Words, *, spelled: bool) -> re.Pattern[str]:
    named = f"|(?:{words.numbers})" if spelled and words.numbers else ""
    number = rf"(?:\d+{named})"
    before = rf"(?:(?:{words.before})[-\s]+)?" if words.before else ""
    return re.compile(
        rf"\b{number}(?:\s*\(\s*{number}\s*\))?[-\s]+{before}(?:{words.units})\b", re.I
    )
