from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from troth.cli import main
from troth.journal.append import append
from troth.journal.export import mirror
from troth.journal.sequence import sequence
from troth.journal.tests.make import AT, SWEPT, restore
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    make.in_force()
    assert main(["journal", "checkpoint"]) == 0
    path = tmp_path / "checkpoint.txt"
    path.write_text(capsys.readouterr().out)
    return path


def test_a_whole_journal(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "verify", "--checkpoint", str(published)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "The journal is whole: 1 entries, 1 checkpoints.",
        f"Its copy {settings.JOURNAL_COPY} has 1 of them.",
    ]


def test_a_changed_entry_is_named(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_no_update")
        cursor.execute("UPDATE journal_entry SET rule = 'keep.nothing'")
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_no_update")
    assert main(["journal", "verify"]) == 1
    assert "seq=0" in capsys.readouterr().err


def test_what_is_not_signed_or_numbered_yet_is_said(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    append(SWEPT, at=AT)
    sequence()
    mirror(settings.JOURNAL_COPY)
    for _ in range(2):
        append(SWEPT, at=AT)
    assert main(["journal", "verify"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "The journal is whole: 2 entries, 1 checkpoints.",
        "Not signed yet: 1, from seq=1 on.",
        "Without a number yet: 2, since 2026-03-01 12:30.",
        f"Its copy {settings.JOURNAL_COPY} has 2 of them, 1 of them not signed yet.",
    ]


def test_a_damaged_copy_is_named(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mirror(settings.JOURNAL_COPY)
    text = settings.JOURNAL_COPY.read_text()
    settings.JOURNAL_COPY.write_text(text.replace("policy.published", "policy.announced"))
    assert main(["journal", "verify"]) == 1
    error = capsys.readouterr().err
    assert error == "copy: line 1, seq=0: does not fit its leaf hash: it was changed\n"


def test_an_empty_database_beside_a_copy_is_not_whole(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror(settings.JOURNAL_COPY)
    restore(([], []))
    assert main(["journal", "verify"]) == 1
    captured = capsys.readouterr()
    assert "lacks 1 entries" in captured.err and "troth restore" in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("text", ["", "nothing of a journal\n"])
def test_a_copy_with_nothing_in_it_is_not_whole(
    published: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.JOURNAL_COPY.write_text(text)
    assert main(["journal", "verify"]) == 1
    assert "holds no entry" in capsys.readouterr().err


def test_a_stopped_journal_is_one_line(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mirror(settings.JOURNAL_COPY)
    restore(([], []))
    append(SWEPT, at=AT)
    for command in ("checkpoint", "export"):
        assert main(["journal", command]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert "troth restore" in line


def test_an_empty_journal_has_nothing_to_sign(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "checkpoint"]) == 1
    assert "nothing to sign yet" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"not a checkpoint\n"])
def test_what_is_no_checkpoint(
    published: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    published.write_bytes(content)
    assert main(["journal", "verify", "--checkpoint", str(published)]) == 1
    error = capsys.readouterr().err
    assert error and "Traceback" not in error


def test_a_missing_checkpoint_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "verify", "--checkpoint", "no-such-file"]) == 1
    assert capsys.readouterr().err == "no-such-file is no checkpoint that can be read.\n"


def test_export_and_restore(published: Path, tmp_path: Path) -> None:
    output = tmp_path / "journal.jsonl"
    assert main(["journal", "export", "--output", str(output)]) == 0
    assert len(output.read_text().splitlines()) == 2  # an entry and its checkpoint
    assert main(["restore", "--journal", str(output)]) == 0
    assert main(["restore", "--journal", str(tmp_path / "none")]) == 1


def test_a_directory_in_the_place_of_the_copy_is_named(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.JOURNAL_COPY.unlink()
    settings.JOURNAL_COPY.mkdir()
    assert main(["journal", "checkpoint"]) == 1
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert "internal error" not in told and str(settings.JOURNAL_COPY) in told
