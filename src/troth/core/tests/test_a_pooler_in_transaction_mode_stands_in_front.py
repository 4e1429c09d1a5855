"""What spans several transactions holds although each may run in another session of the server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from troth.accounts.models import Account, Person
from troth.copies import copy as copies
from troth.copies.ask_copy import ask_copy
from troth.copies.models import Copy
from troth.core.database.alone import alone
from troth.journal.append import append
from troth.journal.checkpoint import checkpoint
from troth.journal.models import Entry
from troth.journal.verify import verify
from troth.people.events import OPENED
from troth.testing import make
from troth.wall.enter import behind_wall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def pooled(behind_pooler: str) -> Iterator[str]:
    yield behind_pooler


def session() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_session_is_not_found_again() -> None:
    assert len({session() for _ in range(8)}) > 1


def test_one_process_at_a_time_does_what_has_a_name() -> None:
    for _ in range(3):
        with alone("a name") as mine:
            assert mine
            for _ in range(3):
                with alone("a name") as again, alone("another name") as other:
                    assert not again and other


def test_a_copy_that_is_being_made_is_begun_by_nobody_else() -> None:
    make.in_force("soffront")
    person = make.verified(make.owner(make.full_account()))
    asked = ask_copy(person, "json", at=make.NOW)
    with alone(f"copy {asked.pk}"):
        for _ in range(3):
            assert copies.make_copy(asked.pk, at=make.NOW) is None
    assert copies.make_copy(asked.pk, at=make.NOW)
    assert Copy.objects.get().ready_at


def test_many_rows_are_read_in_pieces_outside_of_a_transaction() -> None:
    for _ in range(5):
        append(OPENED, at=make.NOW)
    found = 0
    for _entry in Entry.objects.iterator(chunk_size=2):
        found += 1
        session()
    assert found == 5


def test_the_journal_is_signed_and_verified() -> None:
    for _ in range(3):
        append(OPENED, at=make.NOW)
    assert checkpoint(at=make.NOW)
    assert verify().ok and verify().entries == 3


def test_the_wall_stands_and_ends_with_its_transaction() -> None:
    me = make.owner(make.account())
    make.account()
    for _ in range(3):
        with behind_wall(me):
            assert Account.objects.count() == 1 and Person.objects.count() == 1
        with transaction.atomic():
            assert Account.objects.count() == 2


def test_a_command_brings_the_tables_up_to_date(pooled: str, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE accounts_person IS 'of an older version'")
    environment = {**os.environ, "DATABASE_URL": pooled, "TROTH_HOME": str(tmp_path)}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "troth", "policy", "check", "--published"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert "older version" not in done.stderr and "Traceback" not in done.stderr
    from troth.wall.build import wall_stands

    assert wall_stands()
