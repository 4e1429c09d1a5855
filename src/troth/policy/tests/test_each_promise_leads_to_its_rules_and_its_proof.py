"""What becomes of a promise is what the record of the proofs says, and nothing else."""

from pathlib import Path

import pytest

from troth.cli import main
from troth.policy import proofs
from troth.policy.promises import TO_COME, promises
from troth.policy.proofs import Record, is_stale, record, sources, write


@pytest.fixture
def on_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run in which four promises were proved, by the code that reads the rule of one of them."""
    monkeypatch.setattr(proofs, "RECORD", tmp_path / "proofs.json")
    played = {"SS-13": "proofs/a.py::test_a", "IS-01": "b", "IS-29": "c", "SF-37": "d"}
    write(Record("2026-01-31", sources(), played, frozenset({"SS-13"}), frozenset({"keep.for"})))


@pytest.mark.usefixtures("on_record")
def test_it_is_proved_told_or_organised_by_its_kind_or_open() -> None:
    found = {p.id: p for p in promises()}
    assert len(found) == 210
    kept = found["SS-13"]
    assert (kept.state, kept.proof, kept.missing) == ("proved", "proofs/a.py::test_a", "")
    assert kept.rules[0].startswith("policies/softsys.md:")
    assert kept.rules[0].endswith(" keep.account")
    assert found["IS-01"].state == "told" and found["IS-29"].state == "organised"
    # The system does the same, whatever a rule says that no code reads.
    assert found["SF-37"].kind == "act" and found["SF-37"].state == "told"
    assert (found["SS-05"].state, found["SS-05"].missing) == ("open", "a proof")
    assert (found["SS-03"].state, found["SS-03"].missing) == (
        "open",
        "the room visits is to come",
    )


@pytest.mark.usefixtures("on_record")
def test_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "promises"]) == 0
    *_, softsys, _websoft, _master, last = capsys.readouterr().out.splitlines()
    assert softsys == "softsys: 1 proved, 0 told, 0 organised, 23 open"
    assert last == "210 promises: 1 proved, 2 told, 1 organised, 206 open; played on 2026-01-31"
    assert main(["policy", "promises", "--policy", "softsys", "--open"]) == 0
    told = capsys.readouterr().out
    assert "SS-05 open: a proof | policies/softsys.md:" in told and "SS-13" not in told


@pytest.mark.usefixtures("on_record")
def test_a_record_of_other_sources_is_stale(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["policy", "promises", "--check"]) == 0 and not is_stale()
    write(record()._replace(sources="0" * 64))
    assert main(["policy", "promises", "--check"]) == 1
    assert "uv run pytest src/troth/proofs --record" in capsys.readouterr().err
    # Where Troth is installed, its proofs are not there to be played.
    monkeypatch.setattr(proofs, "_PROOFS", Path("/nowhere"))
    assert not is_stale()


def test_no_room_that_is_here_is_to_come() -> None:
    assert not TO_COME & {"accounts", "desk", "messaging", "policy", "portal", "privacy"}
