"""Committed entries get places without gaps, whoever writes meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from troth.journal import sequence as sequence_module
from troth.journal.append import append
from troth.journal.checkpoint import checkpoint
from troth.journal.event import Event
from troth.journal.models import Entry
from troth.journal.sequence import lock_tree, sequence
from troth.journal.tests.make import AT, entries
from troth.journal.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

WRITTEN = Event("test.written", told="something was written")
OPEN = Event("test.open", told="something was left open")
EARLY = Event("test.early", told="something came early")
LATE = Event("test.late", told="something came late")
WRITERS = 8
TRANSACTIONS = 30


def places() -> list[int | None]:
    return list(Entry.objects.order_by("seq").values_list("seq", flat=True))


def test_entries_are_numbered_in_chunks_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence_module, "CHUNK", 4)
    entries(10)
    assert sequence(limit=6) == 6
    assert sequence() == 4
    assert sequence() == 0
    assert places() == list(range(10))
    ids = Entry.objects.order_by("seq").values_list("id", flat=True)
    assert list(ids) == sorted(ids)


def test_one_update_a_chunk(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    entries(1000)
    with django_assert_max_num_queries(8):
        assert sequence() == 1000


def test_concurrent_writers_lose_nothing() -> None:
    done = threading.Event()

    def write(writer: int) -> int:
        """Commit some transactions and roll back others; returns how many entries committed."""
        committed = 0
        for turn in range(TRANSACTIONS):
            with transaction.atomic():
                size = (writer + turn) % 3 + 1
                for number in range(size):
                    append(WRITTEN, at=AT, counts={"w": writer, "t": turn, "n": number})
                if turn % 5 == writer % 5:
                    transaction.set_rollback(True)
                else:
                    committed += size
        connection.close()
        return committed

    def run_sequencer() -> int:
        numbered = 0
        while not done.is_set():
            numbered += sequence()
            checkpoint(at=AT)
            assert verify().ok, "also while others write"
        connection.close()
        return numbered

    with ThreadPoolExecutor() as sequencer, ThreadPoolExecutor(WRITERS) as writers:
        running = [sequencer.submit(run_sequencer) for _ in range(2)]
        committed = sum(writers.map(write, range(WRITERS)))
        done.set()
        for run in running:
            run.result()
    sequence()
    assert places() == list(range(committed))
    report = verify()
    assert report.ok, report.problems
    assert report.entries == committed


def test_an_append_waits_for_no_lock() -> None:
    holding, release = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            assert lock_tree(wait=False)
            append(OPEN, at=AT)
            holding.set()
            assert release.wait(10)
        connection.close()

    with ThreadPoolExecutor() as pool:
        holder = pool.submit(hold)
        assert holding.wait(10)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1ms'")
                append(WRITTEN, at=AT)
            assert Entry.objects.count() == 1
            assert sequence() == 0, "another sequencer is at work"
        finally:
            release.set()
        holder.result()
    assert sequence() == 2


def test_a_late_commit_is_numbered_later() -> None:
    begun, release = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            append(LATE, at=AT)
            begun.set()
            assert release.wait(10)
        connection.close()

    with ThreadPoolExecutor() as pool:
        writer = pool.submit(late)
        assert begun.wait(10)
        append(EARLY, at=AT)
        assert sequence() == 1
        release.set()
        writer.result()
    assert sequence() == 1
    events = Entry.objects.order_by("seq").values_list("event", flat=True)
    assert list(events) == [EARLY, LATE]
    assert Entry.objects.get(seq=0).id > Entry.objects.get(seq=1).id


def test_an_open_transaction_cannot_sequence() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        sequence()
