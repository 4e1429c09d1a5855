"""The words of one language, for commands that show a policy without the platform."""

from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from babel import Locale

from troth.policy.countries import ANY

_LOCALE = Path(__file__).resolve().parents[1] / "locale"


class Spoken:
    """The catalogue of a language, such as `de-AT`; English where there is none."""

    def __init__(self, language: str) -> None:
        self._locale = language.replace("-", "_")
        self._words = translation("django", _LOCALE, [self._locale], fallback=True)
        self.gettext = self._words.gettext
        self.ngettext = self._words.ngettext

    def country(self, code: str, english: str) -> str:
        if code == ANY or type(self._words) is NullTranslations:
            return self.gettext(english)
        return territories(self._locale).get(code, english)


@lru_cache(maxsize=16)
def territories(locale: str) -> dict[str, str]:
    """What countries are called in a locale, such as `de_AT`, by the Unicode CLDR."""
    return dict(Locale.parse(locale).territories)
