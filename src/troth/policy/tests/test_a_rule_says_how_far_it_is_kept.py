"""Under each rule of the page stands what is known of it, as the record of the proofs says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from troth.policy import proofs, standing
from troth.policy.parse import parse
from troth.policy.proofs import Record, write
from troth.policy.render import to_html
from troth.policy.tests import documents

PROVED = "Proved on 31 January 2026 by 1 test, which breaks this rule and notices it."
TOLD = "This is told, here and wherever else it has to stand."
ACTS = "The system acts by this rule, but no test has yet broken it to see who notices."
OPEN = "Not yet kept by this system; until it is, people have to see to it."
PART = "Some of it is not yet kept by this system."


@pytest.fixture
def on_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A run in which two promises were proved, of which one could only be told."""
    monkeypatch.setattr(proofs, "RECORD", tmp_path / "proofs.json")
    played = {"SS-13": "a", "SF-37": "b"}
    read = frozenset({"keep.for", "feature.trusted-people"})
    write(Record("2026-01-31", "", played, frozenset({"SS-13"}), read))
    forget()
    yield
    forget()


def forget() -> None:
    standing._all.cache_clear()
    standing._by_rule.cache_clear()


@pytest.mark.usefixtures("on_record")
def test_proved_told_acted_by_or_not_yet_kept() -> None:
    said = {
        rule: standing.standing(rule, table)
        for rule, table in documents.shipped("softsys").rules.items()
    }
    assert said["keep.account"] == PROVED
    assert said["provider"] == OPEN  # a promise of it is open: nobody has yet looked whether it is told
    assert said["right.erase"] == OPEN
    assert said["refuse"] == OPEN
