"""The language in which rules are told: English, until a platform tells them to its readers.

The names are those of Python's and Django's own functions, so that the usual tools find every
string. Nothing here needs Django, which a check of a policy must not wait for.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import NullTranslations
from typing import Protocol

from troth.core.duration import Duration


class Catalogue(Protocol):
    """What knows the words of the reader's language, and what it calls countries."""

    def gettext(self, message: str) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...
    def country(self, code: str, english: str) -> str: ...


class _English(NullTranslations):
    def country(self, code: str, english: str) -> str:
        return english


_catalogue: Catalogue = _English()


def speak(catalogue: Catalogue) -> None:
    """Tell rules in the words of `catalogue` from now on."""
    global _catalogue
    _catalogue = catalogue


@contextmanager
def spoken(catalogue: Catalogue) -> Iterator[None]:
    """Tell rules in the words of `catalogue` meanwhile."""
    before = _catalogue
    speak(catalogue)
    try:
        yield
    finally:
        speak(before)


def gettext(text: str) -> str:
    """`text` in the reader's language."""
    return _catalogue.gettext(text) if text else text


def ngettext(one: str, many: str, count: int) -> str:
    """One of two texts, as `count` asks for it in the reader's language."""
    return _catalogue.ngettext(one, many, count)


def gettext_noop(text: str) -> str:
    """`text` as it is: a mark for those who translate. It is told by `gettext` later."""
    return text


class Words(Mapping[str, str]):
    """Words of policies with their meanings, which read in the reader's language."""

    def __init__(self, english: Mapping[str, str]) -> None:
        self.english = english

    def __getitem__(self, word: str) -> str:
        return gettext(self.english[word])

    def __iter__(self) -> Iterator[str]:
        return iter(self.english)

    def __len__(self) -> int:
        return len(self.english)


class Countries(Words):
    """Codes of countries with their names, which read in the reader's language."""

    def __getitem__(self, word: str) -> str:
        return _catalogue.country(word, self.english[word])


def length(duration: Duration) -> str:
    """`7 years` in the reader's language."""
    count = duration.count
    match duration.unit:
        case "hour":
            text = _catalogue.ngettext("%(count)s hour", "%(count)s hours", count)
        case "day":
            text = _catalogue.ngettext("%(count)s day", "%(count)s days", count)
        case "business day":
            text = _catalogue.ngettext("%(count)s business day", "%(count)s business days", count)
        case "week":
            text = _catalogue.ngettext("%(count)s week", "%(count)s weeks", count)
        case "month":
            text = _catalogue.ngettext("%(count)s month", "%(count)s months", count)
        case _:
            text = _catalogue.ngettext("%(count)s year", "%(count)s years", count)
    return text % {"count": count}
