"""The message with which a product welcomes: what of a service may stand in it.

Plain substitution of whole names, so that nothing that somebody typed is ever run.
"""

from collections.abc import Mapping

from troth.policy.placeholders import PLACEHOLDER

NAMES = ("label", "product", "link")


def unknown_in(text: str) -> list[str]:
    """The placeholders of a text that stand for nothing."""
    return [name for name in map(str.strip, PLACEHOLDER.findall(text)) if name not in NAMES]


def filled(text: str, told: Mapping[str, str]) -> str:
    """A text with what its placeholders stand for; one that stands for nothing stays."""
    return PLACEHOLDER.sub(lambda found: told.get(found[1].strip(), found[0]), text).strip()
