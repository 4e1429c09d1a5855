"""What several tests need: entries to sign, and an attacker who owns the database."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection

from troth.journal.append import append_many
from troth.journal.checkpoint import checkpoint
from troth.journal.event import Event
from troth.journal.models import Checkpoint, Entry

SWEPT = Event("sweep.done", told="something was swept")
AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def entries(count: int) -> None:
    """Append `count` entries; no two are alike."""
    append_many(
        Entry(event=SWEPT, at=AT, rule="keep.account", counts={"account": number})
        for number in range(count)
    )


def signed(count: int) -> Checkpoint:
    """Append `count` entries and sign them."""
    entries(count)
    made = checkpoint(at=AT)
    assert made is not None
    return made


def tamper(sql: str, *params: Any) -> None:
    """Run a statement as the owner of the tables can, past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(sql, params)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
