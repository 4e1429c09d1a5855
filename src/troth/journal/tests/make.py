"""What several tests need: entries to sign, a copy and a backup, and an attacker."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from troth.journal.append import append_many
from troth.journal.checkpoint import checkpoint
from troth.journal.event import Event
from troth.journal.events import TAKEN_UP
from troth.journal.export import mirror
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


def copied(*sizes: int) -> Path:
    """Append and sign as many entries as each of `sizes` says, and copy the journal after each."""
    for size in sizes:
        signed(size)
        mirror(settings.JOURNAL_COPY)
    return Path(settings.JOURNAL_COPY)


Backup = tuple[list[Entry], list[Checkpoint]]


def back_up() -> Backup:
    """The journal's tables as they are."""
    return list(Entry.objects.all()), list(Checkpoint.objects.all())


def restore(backup: Backup) -> None:
    """Put the journal's tables back; the copy stays as it is."""
    for table in ("journal_entry", "journal_checkpoint"):
        tamper(f"DELETE FROM {table}")
    Entry.objects.bulk_create(backup[0])
    Checkpoint.objects.bulk_create(backup[1])


@contextmanager
def unguarded() -> Iterator[None]:
    """Work as a host that has no copy of the journal."""
    path = settings.JOURNAL_COPY
    settings.JOURNAL_COPY = path.with_name("none.jsonl")
    try:
        yield
    finally:
        settings.JOURNAL_COPY = path


def receipts() -> list[UUID]:
    """The receipts of the numbered entries, by their places, but for what a restore adds."""
    numbered = Entry.objects.filter(seq__isnull=False).exclude(event=TAKEN_UP).order_by("seq")
    return list(numbered.values_list("receipt", flat=True))
