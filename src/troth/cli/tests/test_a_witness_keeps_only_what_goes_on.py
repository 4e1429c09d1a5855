"""Another machine, which has no database of ours, sees a rewritten journal by two short texts."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from troth.cli import main
from troth.journal.append import append
from troth.journal.cosignature import cosigned_at
from troth.journal.key import public_key, witness_public_key
from troth.journal.leaf import entry_hash
from troth.journal.models import Entry
from troth.journal.note import open_head
from troth.journal.tests.make import AT, SWEPT, tamper
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    make.in_force()
    return tmp_path / "kept"


def prove(since: str, tmp: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    append(SWEPT, at=AT)
    assert main(["journal", "checkpoint"]) == 0
    capsys.readouterr()
    assert main(["journal", "prove", since]) == 0
    path = tmp / "proof"
    path.write_text(capsys.readouterr().out)
    return path


def witness(proof: Path, kept: Path) -> int:
    return main(["journal", "witness", str(proof), "--kept", str(kept), "--key", public_key()])


def test_it_follows_a_journal_that_grows(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert witness(prove("0", tmp_path, capsys), kept) == 0
    for size in range(2, 9):
        proof = prove(str(kept), tmp_path, capsys)
        assert proof.read_text().startswith(f"old {size}\n")
        assert witness(proof, kept) == 0
    assert capsys.readouterr().out.endswith("has only grown: 8 to 9 entries.\n")
    assert main(["journal", "verify", "--checkpoint", str(kept)]) == 0


def test_it_asks_the_site_itself(
    kept: Path, tmp_path: Path, live_server: object, client: Client
) -> None:
    for old in (0, 1, 2):
        append(SWEPT, at=AT)
        assert main(["journal", "checkpoint"]) == 0
        size = 0 if old == 0 else open_head(kept.read_text(), public_key()).size
        place = f"{live_server}/journal/growth/{size}"
        arguments = [place, "--kept", str(kept), "--key", public_key()]
        assert main(["journal", "witness", *arguments]) == 0
    assert client.get("/journal/growth/99").status_code == 404


def test_a_rewritten_journal_is_refused_and_what_is_kept_stays(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rewritten by whoever owns the database, the host and the key."""
    assert witness(prove("0", tmp_path, capsys), kept) == 0
    before = kept.read_bytes()
    entry = Entry.objects.get(seq=0)
    entry.rule = "keep.nothing"
    tamper(
        "UPDATE journal_entry SET rule = 'keep.nothing', leaf = %s WHERE seq = 0", entry_hash(entry)
    )
    tamper("TRUNCATE journal_checkpoint")
    for name in ("journal.jsonl", "journal.checkpoint"):
        settings.JOURNAL_COPY.with_name(name).unlink()
    assert main(["journal", "checkpoint", "--first"]) == 0
    proof = prove(str(kept), tmp_path, capsys)
    assert witness(proof, kept) == 1
    assert "does not go on" in capsys.readouterr().err
    proof = prove("0", tmp_path, capsys)
    assert witness(proof, kept) == 1
    assert "from 0 entries on, and not from 2" in capsys.readouterr().err
    assert kept.read_bytes() == before


@pytest.mark.parametrize("text", ["", "old 1\n", "old 01\n\nx", "old 1\n?\n\nx\n", "\x00"])
def test_what_is_no_proof_is_one_line(
    kept: Path, tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = tmp_path / "proof"
    proof.write_text(text)
    assert witness(proof, kept) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1 and not kept.exists()


def test_nothing_goes_on_from_more_than_was_signed(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "checkpoint"]) == 0
    assert main(["journal", "prove", "7"]) == 1
    assert "has signed 1 entries" in capsys.readouterr().err


def test_one_that_has_a_name_signs_what_it_keeps(
    kept: Path, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.WITNESS_NAME = "witness.example"
    for since in ("0", str(kept)):
        assert witness(prove(since, tmp_path, capsys), kept) == 0
        line = capsys.readouterr().out
        assert cosigned_at(kept.read_text(), line, witness_public_key())
        assert kept.read_text().endswith(line)
