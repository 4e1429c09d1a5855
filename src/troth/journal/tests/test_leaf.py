"""An entry has one spelling, and its hash covers every column that means something."""

from uuid import UUID

import pytest

from troth.journal.leaf import entry_hash, leaf_data
from troth.journal.models import Entry
from troth.journal.tests.make import AT
from troth.journal.tree import leaf_hash


def entry(**changes: object) -> Entry:
    values: dict[str, object] = {
        "id": 1,
        "receipt": UUID("00000000-0000-4000-8000-000000000001"),
        "at": AT,
        "event": "account.erased",
        "rule": "keep.account",
        "counts": {"b": 2, "a": {"d": None, "c": [1]}},
        "seq": 7,
        "leaf": b"",
    }
    return Entry(**values | changes)


def test_the_canonical_text() -> None:
    assert leaf_data(entry()).decode() == (
        '{"at":"2026-03-01T12:30:00.000000Z","counts":{"a":{"c":[1],"d":null},"b":2},'
        '"event":"account.erased","policy":"",'
        '"receipt":"00000000-0000-4000-8000-000000000001","rule":"keep.account","seq":7,'
        '"subject":null}'
    )
    assert entry_hash(entry()) == leaf_hash(leaf_data(entry()))


def test_every_column_is_in_the_hash() -> None:
    changes: dict[str, object] = {
        "receipt": UUID(int=2),
        "at": AT.replace(microsecond=1),
        "event": "other.event",
        "rule": "",
        "policy": "0" * 64,
        "subject": UUID(int=3),
        "counts": {},
        "seq": 8,
    }
    assert {field.name for field in Entry._meta.fields} == {*changes, "id", "leaf"}
    hashes = {entry_hash(entry(**{name: value})) for name, value in changes.items()}
    assert len(hashes | {entry_hash(entry())}) == len(changes) + 1


def test_an_entry_without_a_place_has_no_leaf() -> None:
    with pytest.raises(ValueError, match="sequence"):
        leaf_data(entry(seq=None))
