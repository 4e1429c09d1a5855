"""The language of whoever reads a page or a message, as Django knows it."""

from django.utils import translation

from troth.policy.countries import ANY
from troth.policy.spoken import territories

gettext = translation.gettext
ngettext = translation.ngettext


def country(code: str, english: str) -> str:
    """A country's name by the Unicode CLDR; in English ours."""
    language = translation.get_language() or "en"
    if code == ANY or language.startswith("en"):
        return gettext(english)
    return territories(translation.to_locale(language)).get(code, english)
