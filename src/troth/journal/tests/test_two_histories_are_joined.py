"""Entries that were numbered twice: the copy's keep their places, the database's follow."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from troth.core.errors import TrothError
from troth.journal.agree import JournalStopped
from troth.journal.models import Checkpoint, Entry
from troth.journal.rejoin import rejoin
from troth.journal.sequence import sequence
from troth.journal.tests.make import (
    AT,
    back_up,
    copied,
    entries,
    receipts,
    restore,
    signed,
    unguarded,
)
from troth.journal.verify import verify, verify_copy

pytestmark = pytest.mark.django_db(transaction=True)


def forked(more: int) -> tuple[Path, list[UUID], list[UUID]]:
    """A copy of seven entries, three of which the database has, and then `more` of its own."""
    copied(3)
    backup = back_up()
    path = copied(4)
    theirs = receipts()
    restore(backup)
    with unguarded():
        signed(more)
    return path, theirs, receipts()[3:]


@pytest.mark.parametrize("more", [2, 4, 6, 300])
def test_the_entries_of_both_are_kept_and_it_is_written_down(more: int) -> None:
    path, theirs, ours = forked(more)
    (published,) = Checkpoint.objects.filter(size=3 + more).values_list("note", flat=True)
    rejoined = rejoin(path, at=AT, join=True)
    taken = rejoined.taken
    assert (taken.entries, taken.fork, taken.renumbered, taken.withdrawn) == (4, 3, more, 1)
    *joined, forked_entry = receipts()
    assert joined == theirs + ours
    entry = Entry.objects.get(receipt=forked_entry)
    assert entry.event == "journal.forked"
    assert entry.counts == {"place": 3, "copy": 4, "database": more, "checkpoints": 1}
    assert verify().ok and not verify_copy(path).problems
    assert verify(Checkpoint.objects.get(size=7).note).ok
    assert not verify(published).ok
    assert taken.aside is not None
    assert str(ours[0]) in taken.aside.read_text()
    assert published.splitlines()[4] in taken.aside.read_text()


def test_nothing_is_joined_unasked() -> None:
    path, _, ours = forked(2)
    with pytest.raises(JournalStopped, match="from seq=3 on"):
        rejoin(path, at=AT)
    assert receipts()[3:] == ours
    assert not list(path.parent.glob("*branch*"))


def test_only_the_owner_of_the_tables_joins_them() -> None:
    path, _, ours = forked(2)
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE no_owner NOLOGIN")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO no_owner")
        cursor.execute("SET ROLE no_owner")
        try:
            with pytest.raises(TrothError, match="Only the owner of the journal's tables"):
                rejoin(path, at=AT, join=True)
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP OWNED BY no_owner")
            cursor.execute("DROP ROLE no_owner")
    assert receipts()[3:] == ours


def test_the_journal_is_append_only_afterwards() -> None:
    path, *_ = forked(2)
    rejoin(path, at=AT, join=True)
    with pytest.raises(IntegrityError, match="append-only"):
        Entry.objects.filter(seq=1).update(rule="keep.nothing")
    with pytest.raises(IntegrityError, match="append-only"):
        Checkpoint.objects.all().delete()


def test_an_entry_of_both_histories_is_there_once() -> None:
    """The backup held it without a place, and both gave it one."""
    copied(3)
    entries(1)
    backup = back_up()
    path = copied(4)
    theirs = receipts()
    restore(backup)
    with unguarded():
        signed(2)
    ours = receipts()[3:]
    assert ours[0] == theirs[3]
    rejoin(path, at=AT, join=True)
    assert receipts()[:-1] == theirs + ours[1:]
    assert verify().ok


def test_what_was_numbered_and_not_signed_is_joined_too() -> None:
    copied(3)
    backup = back_up()
    path = copied(4)
    restore(backup)
    with unguarded():
        entries(2)
        sequence()
    assert rejoin(path, at=AT, join=True).taken.withdrawn == 0
    assert verify().ok and len(receipts()) == 10


def test_checkpoints_that_differ_show_a_fork_where_the_lines_are_missing() -> None:
    path, theirs, ours = forked(4)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:4] + lines[8:]))  # the three, and both checkpoints
    with pytest.raises(JournalStopped, match="parted: from seq=3 on"):
        rejoin(path, at=AT)
    rejoin(path, at=AT, join=True)
    assert receipts()[:-1] == theirs[:3] + ours
    assert verify().problems == ["entry seq=3 to seq=6: missing"]
