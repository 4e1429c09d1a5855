"""Only what the key has signed is taken from a copy; of all else it says what is wrong."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from troth.core.errors import TrothError
from troth.journal import copy as copy_module
from troth.journal.copy import open_copy
from troth.journal.copy_line import entry_line
from troth.journal.models import Entry
from troth.journal.signature import signature_file
from troth.journal.tests.make import copied, tamper

pytestmark = pytest.mark.django_db(transaction=True)

# Three entries, a checkpoint, three entries, a checkpoint, three entries, a checkpoint.
type Edit = Callable[[list[str]], list[str]]


@pytest.fixture
def path() -> Path:
    return copied(3, 3, 3)


def read(path: Path) -> tuple[list[int | None], list[str]]:
    """The places that are vouched for, and the problems."""
    with open_copy(path) as copy:
        return [entry.seq for entry in copy.entries()], copy.problems


def edit(path: Path, change: Edit) -> None:
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))


def forged(place: int) -> str:
    """A line that somebody has made up, with a leaf hash that fits."""
    entry = Entry.objects.get(seq=min(place, 8))
    entry.seq, entry.event = place, "person.erased"
    with_hash = json.loads(entry_line(entry))
    del with_hash["leaf"]
    text = json.dumps(with_hash, sort_keys=True, separators=(",", ":"))
    return f"{text}\n"


def test_all_of_an_untouched_copy(path: Path) -> None:
    assert read(path) == ([*range(9)], [])


def test_memory_does_not_grow_by_its_lines(path: Path) -> None:
    with open_copy(path) as copy:
        assert len(copy.marks) == 12 and copy.checkpoints == 3


def test_a_line_that_was_cut_off_is_dropped(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])
    assert read(path) == ([*range(6)], ["line 12: was not finished; it was dropped"])
    with open_copy(path) as copy:
        assert copy.unsigned == 3


def test_missing_lines_are_named_and_what_follows_is_still_vouched_for(path: Path) -> None:
    edit(path, lambda lines: lines[:5] + lines[7:])
    places, (missing, unverified) = read(path)
    assert places == [0, 1, 2, 6, 7, 8]
    assert missing == "entry seq=4 to seq=5: missing before line 6"
    assert "seq=3 to seq=5" in unverified and "(some are missing); none" in unverified


def test_a_missing_line_is_named_by_the_entry_that_follows_it(path: Path) -> None:
    edit(path, lambda lines: lines[:4] + lines[5:])
    places, (missing, unverified) = read(path)
    assert places == [0, 1, 2, 6, 7, 8]
    assert missing == "entry seq=3: missing before line 5"
    assert "seq=3 to seq=5" in unverified and "(some are missing); none" in unverified


def test_doubled_lines_are_taken_once(path: Path) -> None:
    edit(path, lambda lines: lines + lines)
    places, (doubled,) = read(path)
    assert places == [*range(9)]
    assert "line 13: from here on, 9 lines" in doubled


def test_a_changed_line_is_named_and_the_others_are_vouched_for(path: Path) -> None:
    edit(path, lambda lines: [*lines[:4], lines[4].replace("account", "ticket"), *lines[5:]])
    places, problems = read(path)
    assert places == [0, 1, 2, 4, 5, 6, 7, 8]
    assert problems == ["line 5, seq=3: does not fit its leaf hash: it was changed"]


def test_a_line_whose_hash_alone_was_changed_is_vouched_for_by_its_text(path: Path) -> None:
    def change(lines: list[str]) -> list[str]:
        start, leaf = lines[4].rsplit('"leaf":"', 1)
        lines[4] = f'{start}"leaf":"{"0" * 64}{leaf[64:]}'
        return lines

    edit(path, change)
    places, problems = read(path)
    assert places == [*range(9)]
    assert len(problems) == 1


@pytest.mark.parametrize("place", [4, 1_000_000])
def test_a_line_that_was_put_in_costs_no_more_than_its_stretch(path: Path, place: int) -> None:
    edit(path, lambda lines: [*lines[:5], forged(place), *lines[5:]])
    places, problems = read(path)
    assert places == [0, 1, 2, 6, 7, 8]
    assert any("seq=3 to seq=5" in problem for problem in problems)


def test_a_forged_line_at_the_end_is_not_signed(path: Path) -> None:
    edit(path, lambda lines: [*lines, forged(9)])
    with open_copy(path) as copy:
        assert (copy.vouched, copy.unsigned) == (9, 1)
        assert [entry.seq for entry in copy.entries()] == [*range(9)]
        assert [entry.seq for entry in copy.entries(unsigned=True)] == [*range(10)]


def test_a_forged_checkpoint_vouches_for_nothing(path: Path) -> None:
    edit(path, lambda lines: [*lines[:8], forged(6), lines[11].replace("\\n9\\n", "\\n7\\n")])
    places, problems = read(path)
    assert places == [*range(6)]
    assert problems == ["line 10: its checkpoint is not signed by our key"]


def test_a_line_that_is_too_long_is_passed_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_module, "LONGEST", 2000)
    edit(path, lambda lines: [*lines[:4], "x" * 5000 + "\n", *lines[4:]])
    assert read(path) == ([*range(9)], ["line 5: cannot be read; it was passed over"])


def test_the_copy_of_another_installation_is_refused(path: Path, key_file: Path) -> None:
    key_file.unlink()
    copied_from_here = path.read_bytes()
    with pytest.raises(TrothError, match="key .* is missing"):
        read(path)
    assert not key_file.exists()
    path.unlink()
    signature_file().unlink()
    tamper("DELETE FROM journal_checkpoint; DELETE FROM journal_entry")
    copied(1)
    path.write_bytes(copied_from_here)
    with pytest.raises(TrothError, match="another installation's journal"):
        read(path)


@pytest.mark.parametrize("text", [b"", b"\n\n", b"not a journal\n", b"\xff\xfe\n" * 3, b"{}\n[]\n"])
def test_a_file_without_an_entry_is_refused(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    with pytest.raises(TrothError, match="holds no entry"):
        read(path)


def test_a_missing_file_is_one_line(path: Path) -> None:
    with pytest.raises(TrothError, match="cannot be read"):
        read(path.with_name("none.jsonl"))
    with pytest.raises(TrothError, match="cannot be read"):
        read(path.parent)


def test_whatever_is_done_to_it_only_what_was_signed_is_taken(path: Path) -> None:
    right = {bytes(entry.leaf or b"") for entry in Entry.objects.all()}
    made_up = [forged(place).encode() for place in range(12)]
    whole = path.read_bytes()
    for seed in range(500):
        path.write_bytes(damaged(whole, made_up, random.Random(seed)))
        try:
            with open_copy(path) as copy:
                taken = [entry.leaf for entry in copy.entries()]
        except TrothError:
            continue
        assert set(taken) <= right, seed
        assert len(set(taken)) == len(taken), seed


def damaged(whole: bytes, made_up: list[bytes], chance: random.Random) -> bytes:
    """A file with lines lost, doubled, moved, put in and changed."""
    lines = whole.splitlines(keepends=True)
    for _ in range(chance.randint(1, 4)):
        index, other = (chance.randrange(len(lines)) for _ in range(2))
        match chance.randrange(5):
            case 0 if len(lines) > 1:
                del lines[index]
            case 1:
                lines.insert(other, lines[index])
            case 2:
                lines[index], lines[other] = lines[other], lines[index]
            case 3:
                lines.insert(index, chance.choice(made_up))
            case _:
                line = bytearray(lines[index])
                line[chance.randrange(len(line))] = chance.randrange(256)
                lines[index] = bytes(line)
    return b"".join(lines)
