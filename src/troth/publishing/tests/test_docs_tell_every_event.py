import re
from importlib import import_module
from pathlib import Path

import troth
from troth.journal.event import Event

PACKAGE = Path(troth.__file__).parent
DOCS = PACKAGE.parents[1] / "docs" / "journal.md"


def rooms() -> dict[str, dict[str, str]]:
    """The rooms that note something: their events, each with what it tells."""
    return {
        path.parent.name: {
            str(event): event.told
            for event in vars(import_module(f"troth.{path.parent.name}.events")).values()
            if isinstance(event, Event)
        }
        for path in sorted(PACKAGE.glob("*/events.py"))
    }


def test_every_event_stands_under_its_room_with_what_it_tells_and_no_other() -> None:
    parts = re.split(r"^### `(\w+)/`$", DOCS.read_text(), flags=re.M)[1:]
    described = {
        room: dict(re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", text, re.M))
        for room, text in zip(parts[::2], parts[1::2], strict=True)
    }
    assert described == rooms()
