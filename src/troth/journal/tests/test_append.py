"""An entry is written as part of the work that it is about."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from troth.erasure.events import ACCOUNT_ERASED
from troth.journal.append import append, append_many
from troth.journal.models import Entry
from troth.journal.tests.make import AT, SWEPT

pytestmark = pytest.mark.django_db


def test_what_is_appended_is_read_back() -> None:
    subject = uuid4()
    made = append(
        ACCOUNT_ERASED,
        at=AT,
        rule="keep.account",
        policy="ab" * 32,
        subject=subject,
        counts={"invoice": 3, "until": "2026-03-01", "rules": ["keep.invoice"]},
    )
    entry = Entry.objects.get(receipt=made.receipt)
    assert (entry.event, entry.at, entry.rule) == ("account.erased", AT, "keep.account")
    assert (entry.policy, entry.subject, entry.seq, entry.leaf) == ("ab" * 32, subject, None, None)
    assert entry.counts == {"invoice": 3, "until": "2026-03-01", "rules": ["keep.invoice"]}


def test_it_rolls_back_with_the_work() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        append(ACCOUNT_ERASED, at=AT)
        raise RuntimeError
    assert not Entry.objects.exists()


def test_many_are_appended_in_their_order() -> None:
    rows = [Entry(event=SWEPT, at=AT, counts={"number": n}) for n in range(1000)]
    assert append_many(rows) == 1000
    stored = Entry.objects.order_by("id")
    assert [entry.receipt for entry in stored] == [row.receipt for row in rows]
    assert [entry.counts["number"] for entry in stored] == list(range(1000))
    assert append_many([]) == 0


def test_one_bad_row_of_many_stores_none() -> None:
    good, bad = Entry(event=SWEPT, at=AT), Entry(event=SWEPT, at=AT, rule="two words")
    with pytest.raises(IntegrityError, match="rule_is_name"), transaction.atomic():
        append_many([good, bad])
    assert not Entry.objects.exists()


def test_sql_may_append_with_the_defaults() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (event, at) SELECT 'sweep.done', now() "
            "FROM generate_series(1, 3)"
        )
    assert len({entry.receipt for entry in Entry.objects.filter(rule="", counts={})}) == 3


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 1)
    with pytest.raises(ValueError, match="time zone"):
        append(SWEPT, at=naive)
    with pytest.raises(ValueError, match="time zone"), transaction.atomic():
        append_many([Entry(event=SWEPT, at=naive)])
    assert append(SWEPT, at=naive.replace(tzinfo=UTC)).pk
