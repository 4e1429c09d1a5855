"""The columns refuse what could not be a name, a date or a count."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from troth.journal.append import append
from troth.journal.models import Entry
from troth.journal.tests.make import AT, SWEPT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"invoice": 12, "keep.account": {"erased": 3, "on_hold": None}, "done": True},
        {"until": "2026-03-01", "from": "2026-03-01T00:00:00.5Z", "2026-03-01": 4},
        {"records": ["invoice", "billing.Invoice", "sign-in"], "change": -(2**53)},
    ],
)
def test_counts_names_and_dates_are_taken(counts: dict[str, object]) -> None:
    entry = append(SWEPT, at=AT, counts=counts)
    entry.refresh_from_db()
    assert entry.counts == counts


@pytest.mark.parametrize(
    "counts",
    [
        {"email": "ann@example.net"},
        {"ip": "203.0.113.7"},
        {"name": "Ann Example"},
        {"phones": ["ok", ["+4930123456"]]},
        {"ann@example.net": 1},
        {"nested": {"two words": 1}},
        {"line": "ok\nAnn Example"},
        {"share": 0.5},
        {"large": 10**20},
    ],
)
def test_other_counts_are_refused(counts: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="journal_entry_counts_"), transaction.atomic():
        append(SWEPT, at=AT, counts=counts)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "erased"),
        ("event", "account.erased for Ann"),
        ("rule", "ann@example.net"),
        ("policy", "version of 2018"),
        ("counts", "[1]"),
        ("at", "infinity"),
        ("seq", "4"),
    ],
)
def test_other_texts_are_refused(column: str, value: str) -> None:
    row = {"event": "sweep.done", "at": "2026-03-01"} | {column: value}
    with pytest.raises(DatabaseError, match="journal_entry_"), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO journal_entry ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})",
            list(row.values()),
        )


def test_no_column_is_free_text() -> None:
    """A new column needs a decision here: what keeps personal data out of it?"""
    assert {field.name for field in Entry._meta.fields} == {
        "id",  # numbers and random or computed bytes
        "receipt",
        "at",
        "subject",
        "seq",
        "leaf",
        "event",  # texts of a fixed form
        "rule",
        "policy",
        "counts",
    }
