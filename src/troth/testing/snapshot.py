"""Every row that holds personal data, as a checksum: what a verb touched is what differs."""

from typing import Any

from django.db import connection

from troth.policy.declare import PersonalData, declarations

Snapshot = dict[tuple[str, Any], str]


def snapshot() -> Snapshot:
    """The checksum of each row by its table and key."""
    found: Snapshot = {}
    with connection.cursor() as cursor:
        for model, declaration in declarations().items():
            if isinstance(declaration, PersonalData):
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute(f'SELECT "{key}", md5(t::text) FROM "{table}" t')
                found |= {(table, row): checksum for row, checksum in cursor.fetchall()}
    return found


def gone(before: Snapshot, after: Snapshot) -> set[tuple[str, Any]]:
    """The rows that are no more."""
    return before.keys() - after.keys()


def changed(before: Snapshot, after: Snapshot) -> set[tuple[str, Any]]:
    """The rows that are there still, and not as they were."""
    return {row for row in before.keys() & after.keys() if before[row] != after[row]}
