"""One command makes a backup, another an installation of it, in which nobody erased is back."""

import shutil
from pathlib import Path

import pytest

from troth.installing.tests.backed_up import FILE, GONE, STAYS, Installation, installation


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    at = tmp_path_factory.mktemp("ours")
    for each in (at, at.parent):
        each.chmod(0o711)  # root's PostgreSQL runs as another user
    return installation(at / "home")


@pytest.fixture(scope="module")
def backup(ours: Installation) -> Path:
    """One from before somebody was erased, whom the journal's copy tells of."""
    made = ours.home.parent / "backup"
    assert "Backed up into" in ours.troth("backup", str(made))
    ours.troth("erase", GONE, "--yes")
    ours.signed()
    return made


@pytest.fixture
def new(tmp_path: Path) -> Installation:
    """A home on another machine, which is not there yet."""
    tmp_path.chmod(0o711)
    return Installation(tmp_path / "home", {})


def test_on_a_new_machine_who_was_erased_since_is_erased_again(
    ours: Installation, backup: Path, new: Installation
) -> None:
    new.home.mkdir()
    shutil.copy(ours.home / "journal.jsonl", new.home)
    assert "Done again: " in new.troth("restore", str(backup), "--yes")
    assert new.there() == {STAYS, FILE}
    new.require_well()


def test_in_the_same_home_it_is_so_however_often_it_is_restored(
    ours: Installation, backup: Path
) -> None:
    for time in range(2):
        (ours.home / "postgres").rename(ours.home / f"former-{time}")
        assert "No copy of the journal is newer" not in ours.troth("restore", str(backup), "--yes")
        assert ours.there() == {STAYS, FILE}
    ours.require_well()


def test_without_a_newer_copy_of_the_journal_that_is_said_and_one_can_follow(
    ours: Installation, backup: Path, new: Installation
) -> None:
    assert "No copy of the journal is newer" in new.troth("restore", str(backup), "--yes")
    assert new.there() == {GONE, STAYS, FILE}
    new.troth("restore", "--yes", "--journal", str(ours.home / "journal.jsonl"))
    assert new.there() == {STAYS, FILE}
