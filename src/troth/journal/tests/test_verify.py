"""Whatever is done to the journal behind its back is named."""

from pathlib import Path

import pytest
from django.db.models import F

from troth.core.errors import TrothError
from troth.journal import verify as verify_module
from troth.journal.checkpoint import checkpoint
from troth.journal.key import public_key
from troth.journal.leaf import entry_hash
from troth.journal.models import Checkpoint, Entry
from troth.journal.sequence import sequence
from troth.journal.tests.make import AT, entries, signed, tamper, unguarded
from troth.journal.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def forge(seq: int) -> None:
    """Rewrite an entry together with its leaf hash."""
    entry = Entry.objects.get(seq=seq)
    entry.counts = {"account": 999}
    tamper(
        """UPDATE journal_entry SET counts = '{"account": 999}', leaf = %s WHERE seq = %s""",
        entry_hash(entry),
        seq,
    )


def test_an_empty_journal_is_right() -> None:
    report = verify()
    assert report.ok
    assert (report.entries, report.checkpoints, report.unsigned, report.unsequenced) == (0, 0, 0, 0)


def test_an_untouched_journal_is_right() -> None:
    for size in (1, 6, 9):
        note = signed(size).note
        assert verify(note).ok
    entries(2)
    sequence()
    entries(3)
    report = verify(Checkpoint.objects.get(size=7).note)
    assert report.ok, report.problems
    assert (report.entries, report.checkpoints, report.unsigned, report.unsequenced) == (
        18,
        3,
        2,
        3,
    )


@pytest.mark.parametrize(
    "change",
    [
        "event = 'account.kept'",
        "rule = ''",
        "at = at + interval '1 microsecond'",
        "policy = repeat('0', 64)",
        "subject = gen_random_uuid()",
        "receipt = gen_random_uuid()",
        """counts = '{"account": 999}'""",
    ],
)
def test_a_changed_row_is_named(change: str) -> None:
    signed(5)
    entry = Entry.objects.get(seq=3)
    tamper(f"UPDATE journal_entry SET {change} WHERE seq = 3")
    assert verify().problems == [
        f"entry seq=3 id={entry.id}: changed or moved after it was numbered"
    ]


def test_a_dropped_row_is_named() -> None:
    signed(9)
    signed(3)
    tamper("DELETE FROM journal_entry WHERE seq IN (2, 5, 6)")
    assert verify().problems == ["entry seq=2: missing", "entry seq=5 to seq=6: missing"]


def test_what_follows_a_dropped_row_is_still_checked() -> None:
    signed(4)
    signed(4)
    tamper("DELETE FROM journal_entry WHERE seq = 2")
    forge(6)
    missing, forged = verify().problems
    assert missing == "entry seq=2: missing"
    assert "an entry from seq=4 to seq=7 was rewritten" in forged


def test_dropped_last_rows_are_named_and_their_places_stay_empty() -> None:
    signed(6)
    tamper("DELETE FROM journal_entry WHERE seq >= 4")
    assert verify().problems == ["entry seq=4 to seq=5: missing"]
    signed(1)
    assert Entry.objects.filter(seq=6).exists()
    assert verify().problems == ["entry seq=4 to seq=5: missing"]


def test_reordered_rows_are_named() -> None:
    signed(5)
    moved = dict(Entry.objects.filter(seq__in=[1, 3]).values_list("seq", "id"))
    tamper("UPDATE journal_entry SET seq = seq + 100 WHERE seq IN (1, 3)")
    tamper("UPDATE journal_entry SET seq = 104 - seq WHERE seq > 100")
    assert verify().problems == [
        f"entry seq=1 id={moved[3]}: changed or moved after it was numbered",
        f"entry seq=3 id={moved[1]}: changed or moved after it was numbered",
        "checkpoint size=5: an entry from seq=0 to seq=4 was rewritten together with its leaf hash",
    ]


def test_a_place_taken_twice_is_named() -> None:
    signed(3)
    tamper("ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_seq_key")
    try:
        tamper(
            "INSERT INTO journal_entry (event, at, seq, leaf) "
            "SELECT event, at, seq, leaf FROM journal_entry WHERE seq = 1"
        )
        problems = verify().problems
        assert any("seq=1" in line and "taken twice" in line for line in problems)
    finally:
        tamper("TRUNCATE journal_entry")
        tamper("ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_seq_key UNIQUE (seq)")


def test_a_forged_row_is_found_by_the_checkpoint() -> None:
    for _ in range(3):
        signed(4)
    forge(6)
    assert verify().problems == [
        "checkpoint size=8: an entry from seq=4 to seq=7 was rewritten together with its leaf hash"
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("root = sha256('')", "its size or root is not what the key has signed"),
        ("note = replace(note, E'\\n4\\n', E'\\n5\\n')", "does not fit the note"),
        ("note = ''", "not a signed note"),
        ("frontier = sha256('')", "its frontier was changed"),
        ("frontier = ''", "its frontier was changed"),
    ],
)
def test_a_changed_checkpoint_is_named(change: str, problem: str) -> None:
    signed(4)
    signed(4)
    tamper(f"UPDATE journal_checkpoint SET {change} WHERE size = 4")
    (line,) = verify().problems
    assert line.startswith("checkpoint size=4: ") and problem in line


def test_a_published_checkpoint_with_a_bad_signature() -> None:
    note = signed(4).note
    (line,) = verify(note.replace("4", "5", 1)).problems
    assert line.startswith("published checkpoint: ") and "does not fit" in line


def test_a_published_checkpoint_finds_entries_that_were_cut_off() -> None:
    signed(4)
    note = signed(3).note
    tamper("DELETE FROM journal_entry WHERE seq >= 4")
    tamper("DELETE FROM journal_checkpoint WHERE size > 4")
    assert verify().ok
    (line,) = verify(note).problems
    assert "up to seq=6" in line and "none from seq=4 on" in line


def test_a_published_checkpoint_finds_a_rewrite_by_whoever_has_the_key() -> None:
    note = signed(4).note
    forge(1)
    tamper("TRUNCATE journal_checkpoint")
    with unguarded():
        checkpoint(at=AT, first=True)
    assert verify().ok
    (line,) = verify(note).problems
    assert line == "published checkpoint size=4: the journal is not the one that was published"


def test_a_published_checkpoint_after_a_gap_is_not_called_right() -> None:
    note = signed(4).note
    tamper("DELETE FROM journal_entry WHERE seq = 0")
    tamper("TRUNCATE journal_checkpoint")
    assert verify(note).problems[1:] == [
        "entry seq=0: missing",
        "published checkpoint size=4: cannot be compared, because entries before it are missing",
    ]


def test_a_lost_key_does_not_verify_and_the_kept_public_key_does(key_file: Path) -> None:
    signed(2)
    kept = public_key()
    key_file.unlink()
    with pytest.raises(TrothError, match="key .* is missing"):
        verify()
    assert verify(public_key=kept).ok
    assert not key_file.exists()


def test_no_key_is_made_to_verify_what_nobody_has_signed(key_file: Path) -> None:
    entries(2)
    assert verify().ok
    assert not key_file.exists()


def test_a_long_list_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_module, "LISTED", 3)
    signed(10)
    tamper("UPDATE journal_entry SET rule = ''")
    report = verify()
    assert (len(report.problems), report.unlisted, report.ok) == (3, 7, False)


def test_ids_may_differ_after_a_copy() -> None:
    signed(3)
    tamper("UPDATE journal_entry SET id = id + 1000")
    assert Entry.objects.filter(id=F("id")).count() == 3
    assert verify().ok
