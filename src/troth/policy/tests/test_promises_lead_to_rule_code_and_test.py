"""Each promise is traced to its rule, to the code that enforces it and to the test of that."""

from pathlib import Path

import pytest

from troth.core.enforces import enforces
from troth.policy import promises as module
from troth.policy.language import KINDS
from troth.policy.promises import promises

CODE = """
from troth.core.enforces import enforces

@enforces("keep.*", "right.erase")
def keep(): ...

class Export:
    @enforces("right.export")
    def run(self): ...

@enforces("collect.account")
class Form: ...
"""
TESTS = """
import pytest

pytestmark = [pytest.mark.promise("IS-37")]

@pytest.mark.promise("SS-13", "SS-08")
def test_a(): ...

class TestB:
    @pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.promise("SS-10"))])
    async def test_c(self, x): ...
"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package beside which stand the shipped policies."""
    package = tmp_path / "troth"
    (package / "room" / "tests").mkdir(parents=True)
    (package / "room" / "keep.py").write_text(CODE)
    (package / "room" / "tests" / "test_it.py").write_text(TESTS)
    (package / "room" / "tests" / "make.py").write_text(CODE)
    monkeypatch.setattr(module, "SOURCES", package)
    return package


@pytest.mark.usefixtures("sources")
def test_a_promise_with_rule_code_and_test_is_kept() -> None:
    found = {p.id: p for p in promises()}
    assert len(found) == 210
    kept = found["SS-13"]
    assert kept.rules[0].startswith("policies/softsys.md:") and kept.rules[0].endswith(
        "keep.account"
    )
    assert kept.code == ("troth.room.keep:keep",)
    assert kept.tests == ("troth/room/tests/test_it.py::test_a",)
    assert kept.open == ()
    assert found["SS-10"].code == ("troth.room.keep:Export.run",)
    assert found["SS-10"].tests == ("troth/room/tests/test_it.py::TestB::test_c",)
    assert found["IS-37"].tests == ("troth/room/tests/test_it.py",)
    assert found["SS-01"].code == ("troth.room.keep:Form",)


@pytest.mark.usefixtures("sources")
def test_a_rule_under_a_name_of_its_own_is_found_by_what_it_does() -> None:
    found = {p.id: p for p in promises()}
    assert found["SS-14"].rules[0].endswith("right.erase-inactive")
    assert found["SS-14"].code == ("troth.room.keep:keep",)


@pytest.mark.usefixtures("sources")
def test_what_is_lacking_is_said() -> None:
    found = {p.id: p for p in promises()}
    assert found["SS-07"].open == ("no test",)
    assert found["IS-37"].open == ("no code",)
    assert found["WM-01"].open == ("no test",)
    assert found["WM-30"].open == ("no code", "no test")


def test_a_promise_that_no_rule_names_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "promises.csv"
    listed.write_text("id,policy,theme,promise\nXX-1,softsys,erase,Everything is forgotten.\n")
    monkeypatch.setattr(module, "promises_csv", lambda: listed)
    assert [p.open for p in promises()] == [("no rule", "no code", "no test")]


def test_the_mark_leaves_what_it_marks_as_it_is() -> None:
    def keep() -> int:
        return 1

    assert enforces("keep.*")(keep) is keep


def test_every_mark_and_every_promise_in_the_sources_is_real() -> None:
    found = {p.id for p in promises()}
    marked = module._tests(module.SOURCES)
    assert set(marked) <= found
    for pattern, where in module._marks(module.SOURCES):
        assert pattern.partition(".")[0] in KINDS, where
