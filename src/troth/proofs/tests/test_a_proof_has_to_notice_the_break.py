"""A proof holds when it passes under the promise's policy and notices the broken one, itself."""

import json
from pathlib import Path

import pytest

from troth.policy import proofs

pytest_plugins = ["pytester"]

PROOF = """
import pytest

from troth.proofs.expect import expect

@pytest.mark.proves("SS-13")
def test_it(played):
    {}
"""


@pytest.fixture
def runner(pytester: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Plays proofs with the real runner; where the record of that is written."""
    monkeypatch.setattr(proofs, "RECORD", tmp_path / "proofs.json")
    pytester.makeini("[pytest]\nmarkers = proves(*ids): what is played\n")
    return tmp_path / "proofs.json"


def play(pytester: pytest.Pytester, proof: str) -> pytest.RunResult:
    pytester.makepyfile(PROOF.format(proof))
    only = ("--disable-plugin-autoload", "-p", "troth.proofs.conftest")
    return pytester.runpytest_inprocess(*only, "--record")


def test_one_that_does_is_on_record(pytester: pytest.Pytester, runner: Path) -> None:
    play(pytester, 'expect(not played.edit, "it is kept")').assert_outcomes(passed=2)
    (proof,) = json.loads(runner.read_text())["proofs"].items()
    assert proof[0] == "SS-13" and proof[1].endswith("::test_it")


@pytest.mark.parametrize(
    ("proof", "passed", "failed", "said"),
    [
        ("pass", 1, 1, 'Nothing notices that keep.account.for = "150 years" breaks SS-13.'),
        ("played.edit and {}[0]", 1, 1, "KeyError: 0"),
        ("assert not played.edit", 1, 1, "AssertionError"),
        ('expect(False, "it is kept")', 1, 1, "expected: it is kept"),
        ('expect(played.edit, "it is kept")', 0, 2, "expected: it is kept"),
    ],
    ids=["notices nothing", "stumbles", "asserts", "holds never", "is the wrong way round"],
)
def test_one_that_does_not_fails_and_nothing_is_on_record(
    pytester: pytest.Pytester, runner: Path, proof: str, passed: int, failed: int, said: str
) -> None:
    result = play(pytester, proof)
    result.assert_outcomes(passed=passed, failed=failed)
    assert said in result.stdout.str()
    assert not runner.exists()


def test_one_that_is_skipped_has_nothing_recorded(
    pytester: pytest.Pytester, runner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TROTH_TESTS_NEED_LOCALSTRIPE", raising=False)
    result = play(
        pytester,
        "from troth.testing.needs import need\n"
        '    need(None, "localstripe", "LOCALSTRIPE", of="uv tool install")',
    )
    result.assert_outcomes(skipped=2)
    assert result.ret == pytest.ExitCode.TESTS_FAILED and not runner.exists()
    result.stdout.fnmatch_lines(
        ["Nothing is recorded, as a proof was skipped: needs uv tool install localstripe."]
    )


def test_what_code_reads_is_on_record_and_what_is_only_told_is_not(
    pytester: pytest.Pytester, runner: Path
) -> None:
    reading = (
        "exec(\"policy.tables.keep['account'].for_\", "
        '{"__name__": "troth.%s", "policy": played.text()})\n'
        '    expect(not played.edit, "it is kept")'
    )
    for module, read in (("erasure.keep", True), ("policy.describe", False)):
        play(pytester, reading % module).assert_outcomes(passed=2)
        record = json.loads(runner.read_text())
        assert ("SS-13" in record["acts"]) is ("keep.for" in record["reads"]) is read
        assert ("keep.account" in record["reads"]) is read


@pytest.mark.parametrize(
    ("module", "read"), [("billing.irregular", True), ("policy.render", False)]
)
def test_a_feature_is_read_by_who_asks_whether_it_is_there(
    pytester: pytest.Pytester, runner: Path, module: str, read: bool
) -> None:
    reading = (
        "exec(\"'accounting-holds' in policy.features\", "
        '{"__name__": "troth.%s", "policy": played.text()})\n'
        '    expect(not played.edit, "it is kept")'
    )
    play(pytester, reading % module).assert_outcomes(passed=2)
    reads = json.loads(runner.read_text())["reads"]
    assert ("feature.accounting-holds" in reads) is read
