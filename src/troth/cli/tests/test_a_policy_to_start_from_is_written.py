"""`troth policy new` writes a policy that can be published as it is, and overwrites nothing."""

import io
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from troth.cli import main
from troth.policy.law import BOOKS
from troth.policy.parse import read
from troth.policy.prose import is_rules
from troth.policy.rights import BY_LAW
from troth.policy.vocabulary import RECORDS

TOLD = {"name": 'Müller "Host" & Söhne', "country": "DE", "email": "p@host.example"}


def new(file: Path, language: str = "en", **told: str) -> int:
    flags = [f"--{word}={value}" for word, value in (TOLD | told).items() if value]
    return main(["policy", "new", str(file), *flags, f"--language={language}"])


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("country", [*BOOKS, "CY", "US", "BR", "ZZ"])
def test_it_passes_without_a_warning(country: str, language: str, tmp_path: Path) -> None:
    file = tmp_path / "policy.md"
    assert new(file, language, country=country.lower()) == 0
    assert main(["policy", "check", "--strict", str(file)]) == 0


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_is_complete_and_in_the_providers_name(language: str, tmp_path: Path) -> None:
    file = tmp_path / "policy.md"
    assert new(file, language) == 0
    policy = read(file)
    assert policy.tables.provider.name == TOLD["name"]
    assert policy.tables.policy.language == language
    assert not policy.unnamed and all(policy.tables.kept_by(record) for record in RECORDS)
    # It has no machine decide, so that nobody need look at that again.
    assert {word for _, word, _ in policy.tables.rights()} == {*BY_LAW} - {"review-decision"}
    before = {id(token): above.type for above, token in pairwise(policy.tokens)}
    blocks = [before[id(token)] for token in policy.tokens if is_rules(token)]
    written = [rule for rule in policy.rules if tuple(rule.split(".", 1)) in policy.lines]
    # Two tables share a block with another.
    assert blocks == ["heading_close"] + ["paragraph_close"] * (len(written) - 1 - 2)


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_leaves_its_first_day_to_the_page(language: str, tmp_path: Path) -> None:
    """It is published when it is ready, and then runs later than it was written."""
    file = tmp_path / "policy.md"
    assert new(file, language) == 0
    assert read(file).tables.policy.dated == ("effective",)
    assert "{{ policy.effective }}" not in file.read_text(encoding="utf-8")


def test_in_german_it_names_purposes_in_german(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "policy.md"
    assert new(file, "de") == main(["policy", "show", str(file)]) == 0
    assert "Zwecke: Vertrag und Buchführung." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"country": "Germany"}, "a country code of ISO 3166"),
        ({"email": "nobody"}, "must be an e-mail address"),
        ({"name": "{{ provider.country }}"}, "provider.name must be 1 to 2000 characters"),
    ],
)
def test_an_answer_that_will_not_do_is_told_in_one_line(
    told: dict[str, str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(tmp_path / "policy.md", **told) == 1
    error = capsys.readouterr().err
    assert why in error and error.count("\n") == 1
    assert not (tmp_path / "policy.md").exists()


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "policy.md"
    file.write_text("mine")
    assert new(file) == 1 and file.read_text() == "mine"
    assert new(tmp_path / "nowhere" / "policy.md") == 1
    assert "no such file" in capsys.readouterr().err
    assert new(tmp_path / ("long" * 100)) == 1
    assert "file name too long; name another file" in capsys.readouterr().err


def test_what_no_argument_says_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["policy", "new", str(tmp_path / "policy.md"), "--name", "Host"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("DE\np@host.example\nde\n"))
    assert main(command) == 2
    assert "give --country" in capsys.readouterr().err
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert main(command) == 0
    assert read(tmp_path / "policy.md").tables.policy.language == "de"
