"""Two workers that sign a new journal at the same moment make one key and one checkpoint."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection

from troth.journal import checkpoint as checkpoint_module
from troth.journal.checkpoint import checkpoint
from troth.journal.models import Checkpoint
from troth.journal.signature import keep_signature
from troth.journal.tests.make import AT, entries
from troth.journal.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_key_that_is_just_being_made_alarms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    made, release = threading.Event(), threading.Event()

    def keep_late(note: str) -> None:
        """The key lies on the disk by now, and nothing tells yet what it has signed."""
        made.set()
        assert release.wait(10)
        keep_signature(note)

    def sign() -> Checkpoint | None:
        try:
            return checkpoint(at=AT)
        finally:
            connection.close()

    def look() -> list[str]:
        try:
            return verify().problems
        finally:
            connection.close()

    monkeypatch.setattr(checkpoint_module, "keep_signature", keep_late)
    entries(3)
    with ThreadPoolExecutor() as workers:
        first = workers.submit(sign)
        assert made.wait(10)
        second, problems = workers.submit(sign), workers.submit(look)
        _wait_for_locks(2)
        release.set()
    assert first.result() == second.result() == Checkpoint.objects.get()
    assert problems.result() == []


def _wait_for_locks(waiting: int) -> None:
    """Until so many wait for the tree: whoever does not wait has looked already."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
                "WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
            )
            (found,) = cursor.fetchone()
        if found == waiting:
            return
        sleep(0.02)
