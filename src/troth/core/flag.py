"""A word on how something stands, with the colour that it has on a page."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Flag:
    """A word that says how something stands. tone: `good`, `soon`, `overdue` or blank."""

    words: Promise
    tone: str = ""
