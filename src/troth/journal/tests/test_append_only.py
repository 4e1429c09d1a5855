"""The database refuses to rewrite the journal."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from troth.journal.models import Checkpoint, Entry
from troth.journal.sequence import sequence
from troth.journal.tests.make import entries, signed

CHANGES = {
    "id": "id + 1000",
    "receipt": "gen_random_uuid()",
    "at": "at + interval '1 second'",
    "event": "'other.event'",
    "rule": "'keep.other'",
    "policy": "repeat('0', 64)",
    "subject": "gen_random_uuid()",
    "counts": """'{"account": 9}'""",
}


def refused(sql: str, *params: Any) -> None:
    with (
        pytest.raises(IntegrityError, match="is append-only: .* refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)


@pytest.mark.django_db
def test_no_column_of_an_unsequenced_entry_can_change() -> None:
    entries(2)
    assert set(CHANGES) == {field.name for field in Entry._meta.fields} - {"seq", "leaf"}
    for column, value in CHANGES.items():
        refused(f"UPDATE journal_entry SET {column} = {value}")


@pytest.mark.django_db(transaction=True)
def test_no_column_of_a_sequenced_entry_can_change() -> None:
    entries(1)
    sequence()
    places = {"seq": "seq + 1", "leaf": "sha256('')", "seq = NULL, leaf": "NULL"}
    for column, value in (CHANGES | places).items():
        refused(f"UPDATE journal_entry SET {column} = {value}")


@pytest.mark.django_db(transaction=True)
def test_nothing_can_be_deleted() -> None:
    signed(2)
    refused("DELETE FROM journal_entry WHERE seq = 1")
    refused("DELETE FROM journal_checkpoint")
    refused("UPDATE journal_checkpoint SET note = ''")
    with pytest.raises(IntegrityError, match="journal_entry is append-only: DELETE refused"):
        Entry.objects.all().delete()
    assert (Entry.objects.count(), Checkpoint.objects.count()) == (2, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["journal_entry", "journal_checkpoint"])
def test_nothing_can_be_truncated(table: str) -> None:
    refused(f"TRUNCATE {table}")
