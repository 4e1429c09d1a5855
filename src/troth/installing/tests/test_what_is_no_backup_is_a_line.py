"""Where nothing can be backed up or put back, a line says why, and nothing is half done."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from troth.accounts.models import Person
from troth.cli import main
from troth.core.secret import secret_key
from troth.installing.last_backup import last_backup
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

type Told = Callable[..., str]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Call a command that fails: its one line."""

    def call(*words: str, code: int = 1) -> str:
        capsys.readouterr()
        assert main([*words]) == code
        out, err = capsys.readouterr()
        assert out == "" and err.count("\n") == 1
        return err

    return call


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    """One in which a key lies; the database is the tests' own, and connected by now."""
    make.person()
    settings.TROTH_HOME = made = tmp_path / "home"
    secret_key(made / "secret.key")
    return made


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    made = tmp_path / "backup"
    assert main(["backup", str(made)]) == 0
    return made


def test_when_the_last_one_was_made_and_where_is_remembered(backup: Path) -> None:
    known = last_backup()
    assert known and known[1] == str(backup)


def test_a_backup_is_its_owners_alone_and_has_the_keys(backup: Path) -> None:
    for each in (backup, *backup.rglob("*")):
        assert not stat.S_IMODE(each.stat().st_mode) & 0o077
    held = {path.name for path in (backup / "home").iterdir()}
    assert "secret.key" in held and not [name for name in held if name.startswith("postgres")]


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("backup", "is there already"),
        ("backup/backup.json", "is there already"),
        ("nowhere/backup", "is no directory"),
        ("home/backup", "is lost with it"),
    ],
)
def test_where_it_cannot_be_made_nothing_is(
    place: str, why: str, backup: Path, told: Told, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert why in told("backup", str(tmp_path / place))
    assert sorted(tmp_path.rglob("*")) == before


def test_where_nothing_is_installed_nothing_is_backed_up_nor_made(
    told: Told, tmp_path: Path, settings: Settings
) -> None:
    settings.TROTH_HOME = tmp_path / "elsewhere"
    assert "no installation" in told("backup", str(tmp_path / "backup"))
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def change(backup: Path) -> None:
    with (backup / "database.dump").open("r+b") as dump:
        dump.seek(4000)
        dump.write(b"other")


def lose(backup: Path) -> None:
    (backup / "home" / "secret.key").unlink()


def unlist(backup: Path) -> None:
    (backup / "backup.json").unlink()


def renew(backup: Path) -> None:
    listed = json.loads((backup / "backup.json").read_text())
    listed["migrations"].append("publishing.0999_later")
    (backup / "backup.json").write_text(json.dumps(listed))


def use(backup: Path) -> None:
    """It is whole; the database has its rows already."""


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (change, "database.dump is not as it was backed up"),
        (lose, "secret.key is not as it was backed up"),
        (unlist, "holds no whole backup"),
        (renew, "whose migration publishing.0999_later is unknown here"),
        (use, "holds tables already"),
    ],
)
def test_what_cannot_be_put_back_is_not(
    spoil: Callable[[Path], None], why: str, backup: Path, told: Told
) -> None:
    spoil(backup)
    assert why in told("restore", str(backup), "--yes")
    assert Person.objects.count() == 1


def test_keys_of_another_installation_are_not_mixed_with_ours(
    backup: Path, told: Told, home: Path
) -> None:
    (home / "secret.key").write_text("another\n")
    assert "another key than the backup's" in told("restore", str(backup), "--yes")
    assert (home / "secret.key").read_text() == "another\n"


def test_a_key_of_the_journal_that_was_handed_on_since_is_ours(
    told: Told, home: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.JOURNAL_KEY, settings.JOURNAL_COPY = home / "journal.key", home / "journal.jsonl"
    make.in_force()
    for words in (["journal", "checkpoint"], ["backup", str(tmp_path / "backup")]):
        assert main(words) == 0
    assert main(["journal", "rotate-key"]) == 0
    assert "holds tables already" in told("restore", str(tmp_path / "backup"), "--yes")


def test_it_asks_before_anything_is_put_back(
    backup: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    monkeypatch.setattr("troth.installing.put_back._require_empty", lambda: None)
    assert "say --yes" in told("restore", str(backup), code=2)


def test_what_cannot_be_put_back_is_said_before_it_asks(
    backup: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert "holds tables already" in told("restore", str(backup))
    unlist(backup)
    assert "holds no whole backup" in told("restore", str(backup))
