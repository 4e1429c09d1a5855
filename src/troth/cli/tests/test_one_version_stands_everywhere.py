"""pyproject.toml says which version this is and which Pythons it runs on; the rest agrees."""

import re
import tomllib
from pathlib import Path

import pytest

from troth.cli import main

ROOT = Path(__file__).parents[4]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
VERSION = PROJECT["project"]["version"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text()


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"troth {VERSION}\n"


def test_the_changelog_begins_with_what_is_to_come_and_has_it_next() -> None:
    headings = re.findall(r"^## (.+)$", CHANGELOG, re.M)
    assert headings[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(VERSION)}] - \d{{4}}-\d\d-\d\d", headings[1])
    kinds = set(re.findall(r"^### (.+)$", CHANGELOG, re.M))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_no_source_says_it_again() -> None:
    again = re.compile(rf"""["']{re.escape(VERSION)}["']|__version__""")
    sources = [path for path in (ROOT / "src").rglob("*.py") if path != Path(__file__)]
    assert [path.name for path in sources if again.search(path.read_text())] == []


def test_the_pythons_are_those_that_are_tried() -> None:
    named = re.findall(r"Python :: (3\.\d+)", str(PROJECT["project"]["classifiers"]))
    oldest, newest = named[0], (ROOT / ".python-version").read_text().strip()
    assert named[-1] == newest  # what the tests run on
    assert PROJECT["project"]["requires-python"] == f">={oldest}"
    assert PROJECT["tool"]["mypy"]["python_version"] == oldest
    assert f"PYENV_VERSION={oldest} python{oldest} " in (ROOT / ".ci" / "wheel").read_text()
    assert f"Python {oldest} and {newest}" in (ROOT / "README.md").read_text()
