"""Back up, erase, restore the backup, replay the erasures from the journal's copy."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from psycopg import errors

from troth.accounts.models import Account, Person
from troth.erasure.erase import erase
from troth.erasure.events import PERSON_ERASED
from troth.erasure.remove import Removed, remove
from troth.erasure.restore import restore_erasures
from troth.journal.append import append
from troth.journal.checkpoint import checkpoint
from troth.journal.export import mirror
from troth.journal.rejoin import rejoin
from troth.journal.sequence import sequence
from troth.testing import make
from troth.testing.backup import back_up, restore
from troth.testing.stuck import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_was_erased_since_the_backup_is_erased_again(tmp_path: Path) -> None:
    make.in_force()
    gone, stays = make.full_account(), make.full_account()
    person = make.owner(gone)
    backup = back_up(tmp_path / "backup.sql")
    erase(person, at=make.NOW)
    checkpoint(at=make.NOW)
    mirror(settings.JOURNAL_COPY)

    restore(backup)
    assert Account.objects.filter(pk=gone.pk).exists()
    rejoin(settings.JOURNAL_COPY, at=make.NOW)
    assert restore_erasures(0, at=make.NOW).erased == 2

    assert not Account.objects.filter(pk=gone.pk).exists()
    assert not Person.objects.filter(pk=person.pk).exists()
    assert Account.objects.filter(pk=stays.pk).exists()
    assert restore_erasures(0, at=make.NOW).erased == 0


def test_it_waits_for_who_is_at_the_same_subjects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.core.conflicts.PAUSES", ())  # one try
    make.in_force()
    first, second = make.person(), make.person()
    first.email = "moved@customer.example"
    first.save(update_fields=["email"])  # an index has it: the row now lies behind the other's
    for each in (first, second):
        append(PERSON_ERASED, at=make.NOW, subject=each.pseudonym)
    sequence()

    def replay() -> int:
        try:
            return restore_erasures(0, at=make.NOW).erased
        finally:
            connection.close()

    everyone = Person.objects.select_for_update()
    with ThreadPoolExecutor() as threads:
        with transaction.atomic():
            everyone.get(pk=first.pk)
            erased = threads.submit(replay)
            until_somebody_waits(erased)
            everyone.get(pk=second.pk)
        assert erased.result() == 2


def test_it_is_tried_again_when_another_transaction_came_in_its_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.in_force()
    person = make.person()
    append(PERSON_ERASED, at=make.NOW, subject=person.pseudonym)
    sequence()
    conflicts: list[Exception] = [IntegrityError()]
    conflicts[0].__cause__ = errors.ForeignKeyViolation()

    def removed(*args: Any, **more: Any) -> Removed:
        if conflicts:
            raise conflicts.pop()
        return remove(*args, **more)

    monkeypatch.setattr("troth.erasure.restore.remove", removed)
    assert restore_erasures(0, at=make.NOW).erased == 1
