"""The language of whoever reads a page or a message, as Django knows it."""

from functools import lru_cache

from babel import Locale
from django.utils import translation

from troth.policy.countries import ANY

gettext = translation.gettext
ngettext = translation.ngettext


def country(code: str, english: str) -> str:
    """A country's name by the Unicode CLDR; in English ours."""
    language = translation.get_language() or "en"
    if code == ANY or language.startswith("en"):
        return gettext(english)
    return _territories(language).get(code, english)


@lru_cache(maxsize=16)
def _territories(language: str) -> dict[str, str]:
    return dict(Locale.parse(translation.to_locale(language)).territories)
