"""After a restore the journal goes on as one history, as often as backups are restored."""

import json
from pathlib import Path

import pytest
from django.db import IntegrityError

from troth.core.errors import TrothError
from troth.journal.agree import JournalStopped
from troth.journal.append import append
from troth.journal.models import Checkpoint, Entry
from troth.journal.prove import prove
from troth.journal.rejoin import rejoin
from troth.journal.tests.make import (
    AT,
    SWEPT,
    back_up,
    copied,
    entries,
    receipts,
    restore,
    signed,
    tamper,
    unguarded,
)
from troth.journal.verify import verify, verify_copy
from troth.testing.kill import run_and_kill

pytestmark = pytest.mark.django_db(transaction=True)


def whole(path: Path) -> bool:
    return verify().ok and not verify_copy(path).problems


def test_what_the_database_lacks_comes_back_with_its_checkpoints() -> None:
    copied(3)
    backup = back_up()
    path = copied(4, 2)
    before, notes = receipts(), list(Checkpoint.objects.values_list("note", flat=True))
    proof = prove(Entry.objects.get(seq=5), at=AT)
    restore(backup)
    taken = rejoin(path, at=AT).taken
    assert (taken.entries, taken.checkpoints, taken.fork) == (6, 2, None)
    assert receipts() == before
    assert list(Checkpoint.objects.order_by("size").values_list("note", flat=True)[:3]) == notes
    entry = Entry.objects.get(seq=9)
    assert entry.event == "journal.taken_up"
    assert entry.counts == {"place": 3, "entries": 6, "checkpoints": 2}
    assert all(verify(note).ok for note in notes)
    assert prove(Entry.objects.get(seq=5), at=AT) == proof
    assert whole(path)


def test_what_was_written_since_the_restore_follows() -> None:
    copied(3)
    backup = back_up()
    path = copied(4)
    before = receipts()
    restore(backup)
    late = append(SWEPT, at=AT)
    rejoin(path, at=AT)
    assert receipts() == [*before, late.receipt]
    assert Checkpoint.objects.filter(size=9).exists()
    assert whole(path)


def test_an_entry_that_was_in_the_backup_without_a_place_gets_the_one_it_had() -> None:
    copied(3)
    entries(2)
    backup = back_up()
    path = copied(2)
    before = receipts()
    restore(backup)
    assert rejoin(path, at=AT).taken.entries == 4
    assert receipts() == before
    assert whole(path)


def test_a_second_run_finds_nothing() -> None:
    copied(3)
    backup = back_up()
    path = copied(4)
    restore(backup)
    rejoin(path, at=AT)
    before = path.read_bytes()
    taken = rejoin(path, at=AT).taken
    assert (taken.entries, taken.checkpoints) == (0, 0)
    assert path.read_bytes() == before


def test_a_second_and_a_third_restore_of_older_backups() -> None:
    copied(1)
    backups = [back_up()]
    copied(2)
    backups.append(back_up())
    path = copied(3)
    known = receipts()
    for backup in (backups[1], backups[0], backups[0]):
        restore(backup)
        late = append(SWEPT, at=AT)
        rejoin(path, at=AT)
        known.append(late.receipt)
        assert receipts() == known
        assert whole(path)


def test_an_empty_database_takes_up_all() -> None:
    path = copied(3, 2)
    before = receipts()
    restore(([], []))
    assert rejoin(path, at=AT).taken.entries == 5
    assert receipts() == before and whole(path)


def test_what_is_not_signed_is_left_and_the_journal_goes_on(tmp_path: Path) -> None:
    path = copied(3)
    line = json.loads(path.read_text().splitlines()[2])
    del line["leaf"]
    line |= {"seq": 3, "receipt": "7f0f3d8e-97cc-4c46-8b11-6f4c4f7a8a11"}
    with path.open("a") as stream:
        stream.write(json.dumps(line, sort_keys=True, separators=(",", ":")) + "\n")
    left = path.read_bytes()
    with pytest.raises(JournalStopped):
        signed(1)
    rejoined = rejoin(path, at=AT)
    assert rejoined.taken.entries == 0
    assert rejoined.old is not None and rejoined.old.read_bytes() == left
    assert len(receipts()) == 4 and whole(path)

    taken = rejoin(rejoined.old, at=AT, unsigned=True).taken
    assert taken.entries == 1
    assert str(receipts()[4]) == line["receipt"]
    assert whole(path)


def test_a_hole_in_the_copy_stays_a_hole_until_a_better_copy_fills_it() -> None:
    copied(3)
    backup = back_up()
    path = copied(3, 3)
    better = path.with_name("better.jsonl")
    better.write_bytes(path.read_bytes())
    before = receipts()
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:5] + lines[6:]))
    restore(backup)
    assert rejoin(path, at=AT).taken.entries == 3
    assert verify().problems == ["entry seq=3 to seq=5: missing"]
    signed(1)
    assert verify().problems == ["entry seq=3 to seq=5: missing"]
    assert rejoin(better, at=AT).taken.entries == 3
    assert receipts()[:9] == before
    rejoin(path, at=AT)
    assert whole(path)


def test_an_entry_with_other_contents_than_were_signed_stops_it_before_anything_is_done() -> None:
    copied(3)
    entries(1)
    backup = back_up()
    path = copied(1)
    restore(backup)
    tamper("UPDATE journal_entry SET rule = 'keep.nothing' WHERE seq IS NULL")
    with pytest.raises(TrothError, match="seq=3 with other contents"):
        rejoin(path, at=AT)
    assert (len(receipts()), Checkpoint.objects.count()) == (3, 1)


KILLED = """
from pathlib import Path
from troth.journal.rejoin import rejoin

settings.JOURNAL_KEY = Path("{key}")
settings.JOURNAL_COPY = Path("{path}")
rejoin(settings.JOURNAL_COPY, at=datetime(2026, 3, 1, tzinfo=UTC), join=True)
"""


@pytest.mark.parametrize("statements", [3, 12, 15, 18, 21, 24, 27, 30])
def test_killed_anywhere_it_can_run_again(statements: int, key_file: Path) -> None:
    copied(3)
    backup = back_up()
    path = copied(4, 2)
    before = receipts()
    restore(backup)
    late = append(SWEPT, at=AT)
    run_and_kill(KILLED.format(key=key_file, path=path), statements)
    rejoin(path, at=AT)
    assert receipts() == [*before, late.receipt]
    assert whole(path)
    assert Entry.objects.filter(event="journal.taken_up").count() == 1


@pytest.mark.parametrize("statements", [12, 18, 22, 26, 30, 34, 40])
def test_killed_while_it_joins_two_histories_it_can_run_again(
    statements: int, key_file: Path
) -> None:
    copied(3)
    backup = back_up()
    path = copied(4)
    theirs = receipts()
    restore(backup)
    with unguarded():
        signed(2)
    ours = receipts()[3:]
    run_and_kill(KILLED.format(key=key_file, path=path), statements)
    rejoin(path, at=AT, join=True)
    assert receipts()[:9] == [*theirs, *ours]
    assert whole(path)
    assert Entry.objects.filter(event="journal.forked").count() == 1
    with pytest.raises(IntegrityError, match="append-only"):
        Entry.objects.filter(seq=1).update(rule="keep.nothing")
