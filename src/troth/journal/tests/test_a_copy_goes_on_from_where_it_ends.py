"""The copy of the journal is added to, at its end, and holds what an export holds."""

import io
import json
import os

import pytest
from django.conf import settings

from troth.journal.copy import open_copy
from troth.journal.export import export, mirror, renew
from troth.journal.models import Entry
from troth.journal.sequence import sequence
from troth.journal.tests.make import AT, copied, entries, signed
from troth.testing.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def exported() -> str:
    whole = io.StringIO()
    export(whole)
    return whole.getvalue()


def test_it_holds_entries_and_the_checkpoints_between_them() -> None:
    path = copied(3, 2)
    signed(1)
    assert mirror(path) == 1 and mirror(path) == 0
    assert path.read_text() == exported()
    events = [json.loads(line)["event"] for line in path.read_text().splitlines()]
    done, made = "sweep.done", "journal.checkpoint"
    assert events == [done] * 3 + [made] + [done] * 2 + [made, done, made]


def test_a_line_that_was_not_finished_is_written_anew() -> None:
    path = copied(3)
    with path.open("a") as stream:
        stream.write('{"at":"2026-')
    entries(2)
    assert mirror(path) == 2
    assert path.read_text() == exported()


def test_a_file_that_holds_part_of_its_first_line_is_written_anew() -> None:
    path = settings.JOURNAL_COPY
    path.write_text('{"at":"2026-')
    entries(2)
    assert mirror(path) == 2
    assert path.read_text() == exported()


def test_only_its_end_is_read() -> None:
    path = copied(3, 2)
    path.write_bytes(b"?" + path.read_bytes()[1:])
    signed(1)
    assert mirror(path) == 1


def test_a_copy_of_an_earlier_version_goes_on_and_is_vouched_for_from_then_on() -> None:
    """It has entries only, and no leaf hashes."""
    entries(4)
    sequence()
    lines = [json.loads(line) for line in exported().splitlines()]
    for line in lines:
        del line["leaf"]
    path = settings.JOURNAL_COPY
    dump = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
    path.write_text("".join(f"{dump(line)}\n" for line in lines))
    with open_copy(path) as copy:
        assert (copy.vouched, copy.unsigned, copy.problems) == (0, 4, [])
    signed(1)
    assert mirror(path) == 1
    with open_copy(path) as copy:
        assert (copy.vouched, copy.unsigned, copy.problems) == (5, 0, [])
        assert [e.leaf for e in copy.entries()] == [bytes(e.leaf or b"") for e in stored()]


def stored() -> list[Entry]:
    return list(Entry.objects.order_by("seq"))


def test_of_several_at_once_one_goes_first() -> None:
    path = copied(2)
    entries(20)
    at_once(*[lambda: mirror(path)] * 3)
    assert path.read_text() == exported()


def test_a_new_copy_takes_the_place_of_one_that_is_added_to_meanwhile() -> None:
    path = copied(2)
    entries(20)
    before = path.read_bytes()
    at_once(lambda: renew(path, at=AT), *[lambda: mirror(path)] * 2)
    mirror(path)
    assert path.read_text() == exported()
    (old,) = path.parent.glob("journal.before-*.jsonl")
    assert old.read_bytes().startswith(before)
    assert not os.path.exists(f"{path}.draft")
