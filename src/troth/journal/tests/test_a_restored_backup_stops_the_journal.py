"""Places are never given twice, and the key never signs a second history."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from troth.core.errors import TrothError
from troth.journal.agree import JournalStopped
from troth.journal.append import append
from troth.journal.checkpoint import checkpoint
from troth.journal.export import export, mirror
from troth.journal.models import Checkpoint, Entry
from troth.journal.prove import prove
from troth.journal.sequence import sequence
from troth.journal.signature import signature_file
from troth.journal.tests.make import AT, SWEPT, back_up, copied, entries, restore, signed, unguarded
from troth.journal.verify import verify_copy

pytestmark = pytest.mark.django_db(transaction=True)

type Act = Callable[[], object]

ACTS: list[Act] = [
    lambda: sequence(),
    lambda: checkpoint(at=AT),
    lambda: mirror(settings.JOURNAL_COPY),
    lambda: prove(Entry.objects.get(seq=None), at=AT),
    lambda: export(io.StringIO()),
]


@pytest.fixture
def behind() -> Path:
    copied(3)
    backup = back_up()
    path = copied(4, 2)
    restore(backup)
    return path


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_numbered_or_signed_once_a_backup_is_restored(behind: Path, act: Act) -> None:
    before = behind.read_bytes()
    entry = append(SWEPT, at=AT)
    with pytest.raises(JournalStopped, match="troth restore"):
        act()
    entry.refresh_from_db()
    assert entry.seq is None
    assert Checkpoint.objects.count() == 1
    assert behind.read_bytes() == before


def test_the_copy_says_what_the_database_lacks(behind: Path) -> None:
    with pytest.raises(JournalStopped, match="lacks 6 entries .* from seq=3 on"):
        mirror(behind)


def test_entries_that_were_numbered_and_not_signed_are_not_signed(behind: Path) -> None:
    with unguarded():
        entries(1)
        sequence()
    with pytest.raises(JournalStopped):
        checkpoint(at=AT)
    assert Checkpoint.objects.count() == 1


def test_whoever_verifies_is_told_also_of_what_nobody_has_signed() -> None:
    path = copied(3)
    backup = back_up()
    entries(2)
    sequence()
    mirror(path)
    assert verify_copy(path).problems == []
    restore(backup)
    (problem,) = verify_copy(path).problems
    assert "lacks 2 entries" in problem and "from seq=3 on" in problem


@pytest.mark.parametrize("more", [2, 8])
def test_two_histories_are_seen_and_named(behind: Path, more: int) -> None:
    """Whether the database has given fewer places than the copy has, or more of them."""
    with unguarded():
        signed(more)
    before = behind.read_bytes()
    with pytest.raises(JournalStopped) as stopped:
        mirror(behind)
    assert f"from seq=3 on, {more} entries are the database's and 6 others" in str(stopped.value)
    assert "troth restore" in str(stopped.value)
    entries(1)
    for act in ACTS:
        with pytest.raises(JournalStopped):
            act()
    assert behind.read_bytes() == before
    assert Entry.objects.filter(seq=None).count() == 1


def test_an_empty_database_beside_a_copy_is_one_that_lacks_all(behind: Path) -> None:
    restore(([], []))
    entries(1)
    with pytest.raises(JournalStopped, match="lacks 9 entries .* from seq=0 on"):
        mirror(behind)


def test_a_host_without_a_copy_is_not_stopped() -> None:
    signed(2)
    assert Checkpoint.objects.count() == 1


def test_what_is_proved_already_stays_proved(behind: Path) -> None:
    assert prove(Entry.objects.get(seq=1), at=AT).size == 3


def test_a_copy_whose_end_is_damaged_stops_it_too() -> None:
    path = copied(2)
    with path.open("a") as stream:
        stream.write("not an entry\n")
    entries(1)
    with pytest.raises(JournalStopped, match=r"damaged.*troth restore"):
        checkpoint(at=AT)


def test_the_copy_of_another_installation_stops_it(key_file: Path) -> None:
    theirs = copied(2).read_bytes()
    restore(([], []))
    for file in (key_file, settings.JOURNAL_COPY, signature_file()):
        file.unlink()
    ours = copied(1)
    ours.write_bytes(theirs)
    entries(1)
    with pytest.raises(JournalStopped, match="move it away"):
        checkpoint(at=AT)


def test_a_copy_that_cannot_be_read_stops_it() -> None:
    settings.JOURNAL_COPY.mkdir()
    entries(1)
    with pytest.raises(JournalStopped, match="cannot be read"):
        checkpoint(at=AT)


def test_no_new_key_is_made_for_what_another_has_signed(key_file: Path) -> None:
    signed(2)
    key_file.unlink()
    entries(1)
    with pytest.raises(TrothError, match="key .* is missing"):
        checkpoint(at=AT)
    assert not key_file.exists()
