"""Write down what was done, in the transaction that does it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from troth.journal.event import Event
from troth.journal.models import Entry

_COPY = """
    COPY journal_entry (receipt, at, event, rule, policy, subject, counts) FROM STDIN
"""
_EACH = """
    INSERT INTO journal_entry (receipt, at, event, rule, policy, subject, counts)
    SELECT gen_random_uuid(), %(at)s, %(event)s, %(rule)s, %(policy)s, told.subject, told.counts
    FROM ({query}) AS told (subject, counts)
    ORDER BY told.subject, told.counts
"""


def append(
    event: Event,
    *,
    at: datetime,
    rule: str = "",
    policy: str = "",
    subject: UUID | None = None,
    counts: Mapping[str, object] | None = None,
) -> Entry:
    """Add one entry; its `receipt` is the number to give to the subject.

    A plain INSERT that commits or rolls back with the caller's transaction and waits for no
    lock. `rule` is the policy's rule id; `policy` the hex SHA-256 of the policy text; `subject`
    the random pseudonym kept in the subject's own row; `counts` whole numbers, dates (ISO 8601)
    and names of records or rules, nested as JSON. The rooms write by `publishing.evidence`,
    which knows the policy.

    Raises ValueError when `at` has no time zone, TypeError for an event that is not declared,
    and django.db.IntegrityError when a value could not be what its column is for.
    """
    entry = Entry(
        event=_declared(event),
        at=_aware(at),
        rule=rule,
        policy=policy,
        subject=subject,
        counts=dict(counts or {}),
    )
    entry.save(force_insert=True)
    return entry


def append_many(entries: Iterable[Entry]) -> int:
    """Add unsaved entries in their order by one COPY, and return how many.

    Each has its `receipt` already; the instances do not learn their `id`. Otherwise as `append`.
    """
    with connection.cursor() as cursor:
        with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
            for entry in entries:
                copy.write_row(
                    (
                        entry.receipt,
                        _aware(entry.at),
                        _declared(entry.event),
                        entry.rule,
                        entry.policy,
                        entry.subject,
                        json.dumps(entry.counts),
                    )
                )
        return int(cursor.rowcount)


def append_each(event: Event, query: str, *, at: datetime, rule: str, policy: str) -> int:
    """Add an entry for each row of a query of pseudonyms and their counts; how many. See `append`.

    The query is SQL without parameters; counts are its second column, as jsonb. Entries stand in
    the order of the pseudonyms, which tells nothing.
    """
    values: dict[str, Any] = {
        "at": _aware(at),
        "event": _declared(event),
        "rule": rule,
        "policy": policy,
    }
    with connection.cursor() as cursor:
        cursor.execute(_EACH.format(query=query), values)
        return int(cursor.rowcount)


def _declared(event: str) -> Event:
    if not isinstance(event, Event):
        raise TypeError("an event is declared once, as an Event: the journal tells nothing else")
    return event


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("at needs a time zone: an entry says exactly when")
    return at
