"""Back up, erase, restore the backup, replay the erasures from the journal's copy."""

import io
import json
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg import errors

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.core.postgres.server import binaries
from troth.erasure.erase import erase
from troth.erasure.remove import Removed, remove
from troth.erasure.restore import restore_erasures
from troth.journal.export import export, mirror
from troth.testing import make
from troth.testing.at_once import at_once
from troth.testing.database import empty

pytestmark = pytest.mark.django_db(transaction=True)


def arguments() -> list[str]:
    database = connection.get_connection_params()
    named = (("-h", "host"), ("-p", "port"), ("-U", "user"), ("-d", "dbname"))
    return [word for flag, key in named if database.get(key) for word in (flag, str(database[key]))]


def back_up(to: Path) -> None:
    command = [str(binaries() / "pg_dump"), "--data-only", "-f", str(to)]
    subprocess.run([*command, *arguments()], check=True, capture_output=True)


def restore(backup: Path) -> None:
    empty()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE django_migrations, django_content_type, auth_permission, "
            "procrastinate_jobs CASCADE"
        )
    command = [str(binaries() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-f", str(backup)]
    without_triggers = {**os.environ, "PGOPTIONS": "-c session_replication_role=replica"}
    subprocess.run([*command, *arguments()], check=True, capture_output=True, env=without_triggers)


@pytest.mark.promise("SS-09")
def test_who_was_erased_since_the_backup_is_erased_again(tmp_path: Path) -> None:
    make.in_force()
    gone, stays = make.full_account(), make.full_account()
    person = make.owner(gone)
    back_up(tmp_path / "backup.sql")
    erase(person, at=make.NOW)
    mirror(tmp_path / "journal.jsonl")

    restore(tmp_path / "backup.sql")
    assert Account.objects.filter(pk=gone.pk).exists()
    with (tmp_path / "journal.jsonl").open() as lines:
        assert restore_erasures(lines, at=make.NOW) == 2

    assert not Account.objects.filter(pk=gone.pk).exists()
    assert not Person.objects.filter(pk=person.pk).exists()
    assert Account.objects.filter(pk=stays.pk).exists()
    with (tmp_path / "journal.jsonl").open() as lines:
        assert restore_erasures(lines, at=make.NOW) == 0


def test_it_waits_for_who_is_at_the_same_subjects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.core.conflicts.PAUSES", ())  # one try
    make.in_force()
    first, second = make.person(), make.person()
    first.email = "moved@customer.example"
    first.save(update_fields=["email"])  # an index has it: the row now lies behind the other's
    lines = "".join(
        json.dumps({"event": "person.erased", "subject": str(each.pseudonym)}) + "\n"
        for each in (first, second)
    )

    def replay() -> int:
        try:
            return restore_erasures(io.StringIO(lines), at=make.NOW)
        finally:
            connection.close()

    everyone = Person.objects.select_for_update()
    with ThreadPoolExecutor() as threads:
        with transaction.atomic():
            everyone.get(pk=first.pk)
            erased = threads.submit(replay)
            while not somebody_waits():
                time.sleep(0.01)
            everyone.get(pk=second.pk)
        assert erased.result() == 2


def somebody_waits() -> bool:
    """Whether another connection waits for what this one has locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted "
            "AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def test_it_is_tried_again_when_another_transaction_came_in_its_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.in_force()
    person = make.person()
    line = json.dumps({"event": "person.erased", "subject": str(person.pseudonym)})
    conflicts: list[Exception] = [IntegrityError()]
    conflicts[0].__cause__ = errors.ForeignKeyViolation()

    def removed(*args: Any, **more: Any) -> Removed:
        if conflicts:
            raise conflicts.pop()
        return remove(*args, **more)

    monkeypatch.setattr("troth.erasure.restore.remove", removed)
    assert restore_erasures([line], at=make.NOW) == 1


def test_a_line_that_is_no_entry_stops_it_before_anything_is_erased() -> None:
    make.in_force()
    with pytest.raises(TrothError, match="Line 1 of the journal file"):
        restore_erasures(io.StringIO("not an entry\n"), at=make.NOW)


def test_the_mirror_holds_what_an_export_holds_also_after_a_torn_line(tmp_path: Path) -> None:
    make.in_force()
    account = make.account()
    path = tmp_path / "journal.jsonl"
    path.write_text('{"torn": ')
    assert mirror(path)
    path.write_text(path.read_text() + '{"torn": ')
    erase(make.owner(account), at=make.NOW)
    assert mirror(path) and not mirror(path)
    whole = io.StringIO()
    export(whole)
    assert path.read_text() == whole.getvalue()


def test_of_two_mirrors_at_once_one_goes_first(tmp_path: Path) -> None:
    make.in_force()
    for _ in range(20):
        erase(make.owner(make.account()), at=make.NOW)
    path = tmp_path / "journal.jsonl"
    at_once(*[lambda: mirror(path)] * 3)
    whole = io.StringIO()
    export(whole)
    assert path.read_text() == whole.getvalue()
