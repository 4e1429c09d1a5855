"""Say a text of the catalogue in another language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Manager

from troth.accounts.models import Person
from troth.catalog.events import CHANGED
from troth.catalog.note import note
from troth.catalog.said import Spoken
from troth.core.conflicts import act


@act
def translate(
    row: Spoken, language: str, texts: Mapping[str, str], *, by: Person | None, at: datetime
) -> None:
    """Store what the columns of a row say in a language; a blank one says what the row has."""
    rows: Manager[Any] = type(row)._default_manager
    stored: Spoken = rows.select_for_update().get(pk=row.pk)
    had: Mapping[str, str] = stored.words.get(language, {})
    changed = sorted(name for name, text in texts.items() if text != had.get(name, ""))
    if not changed:
        return
    stored.words[language] = {name: text for name, text in {**had, **texts}.items() if text}
    stored.save(update_fields=["words"])
    note(CHANGED, row, by=by, at=at, columns=changed, language=language)
