"""The language in which rules are told: English, until a platform tells them to its readers.

The names are those of Python's and Django's own functions, so that the usual tools find every
string. Nothing here needs Django, which a check of a policy must not wait for.
"""

from gettext import NullTranslations
from typing import Protocol

from troth.core.duration import Duration


class Catalogue(Protocol):
    """What knows the words of the reader's language: Django's `translation`, for one."""

    def gettext(self, message: str) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...


_catalogue: Catalogue = NullTranslations()


def speak(catalogue: Catalogue) -> None:
    """Tell rules in the words of `catalogue` from now on."""
    global _catalogue
    _catalogue = catalogue


def gettext(text: str) -> str:
    """`text` in the reader's language."""
    return _catalogue.gettext(text) if text else text


def gettext_noop(text: str) -> str:
    """`text` as it is: a mark for those who translate. It is told by `gettext` later."""
    return text


def length(duration: Duration) -> str:
    """`7 years` in the reader's language."""
    count = duration.count
    match duration.unit:
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
