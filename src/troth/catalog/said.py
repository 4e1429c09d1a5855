"""What the catalogue says in the language that is spoken.

A row has its texts in the provider's language, and `words` has them in others, by language and
column: `{"de": {"name": "…"}}`. So they are there wherever the row is. What no other language has
is said in the provider's.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Said:
    """The texts of a row in the language that is spoken, by their columns: `said.name`."""

    def __init__(self, row: "Spoken") -> None:
        self._row = row

    def __getattr__(self, column: str) -> str:
        if column not in self._row.TEXTS:
            raise AttributeError(column)
        words: Mapping[str, str] = self._row.words.get(translation.get_language() or "", {})
        return words.get(column) or getattr(self._row, column)


class Spoken(models.Model):
    """A row with texts that can be had in several languages."""

    TEXTS: ClassVar[tuple[str, ...]] = ()

    words = models.JSONField(_("In other languages"), default=dict, db_default={}, blank=True)

    class Meta:
        abstract = True

    @property
    def said(self) -> Said:
        return Said(self)

    def missing(self, language: str) -> list[str]:
        """The columns whose texts nobody has written in a language yet."""
        words = self.words.get(language, {})
        return [name for name in self.TEXTS if getattr(self, name) and not words.get(name)]


def as_written() -> AbstractContextManager[None]:
    """Have the catalogue say everything as the provider wrote it."""
    return translation.override(None)


def retold(written: str, say: Callable[[], str]) -> str:
    """A copy of the catalogue's words, as these are in the language that is spoken.

    say: gives the words as they are now. Where the copy is that of no language, as the catalogue
    has been changed since, it stays as it was.
    """
    for language in (None, *dict(settings.LANGUAGES)):
        with translation.override(language):
            if say() == written:
                break
    else:
        return written
    return say()
