"""Read what Plaid answers, which is anything until it was looked at."""

from typing import Any

from troth.calls.errors import InDoubt

_LONGEST = 2_000  # signs


def text(told: dict[str, Any], name: str) -> str:
    """A token or an address, which has to be there. Raises InDoubt where it is not."""
    said = told.get(name)
    if not isinstance(said, str) or not said or len(said) > _LONGEST or not said.isprintable():
        raise InDoubt("Plaid answered without what was asked for.")
    return said


def field(told: dict[str, Any], name: str) -> dict[str, Any]:
    """What stands under a name; empty where nothing does."""
    said = told.get(name)
    return said if isinstance(said, dict) else {}


def rows(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list; none where there is none."""
    said = told.get(name)
    return [row for row in said if isinstance(row, dict)] if isinstance(said, list) else []
