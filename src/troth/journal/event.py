"""What the journal can tell of: each event is declared once, in the room that notes it."""

from collections.abc import Mapping
from types import MappingProxyType

_declared: dict[str, "Event"] = {}


class Event(str):
    """An event's dotted name, such as `person.erased`. To make one is to declare it.

    told: what was done, as it stands in a sentence: "someone's data was erased". It is English,
    marked by `gettext_noop`; the pages tell it in their reader's language. Raises ValueError for
    a name that is declared already.
    """

    told: str

    def __new__(cls, name: str, *, told: str) -> "Event":
        if name in _declared:
            raise ValueError(f"The event {name} is declared twice; give each a name of its own.")
        event = super().__new__(cls, name)
        event.told = told
        _declared[name] = event
        return event


def declared() -> Mapping[str, Event]:
    """Every event by its name, of the rooms that are imported."""
    return MappingProxyType(_declared)
