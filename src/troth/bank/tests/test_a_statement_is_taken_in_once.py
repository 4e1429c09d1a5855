from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from troth.bank.models import BankLine, BankStatement
from troth.bank.take_in import Taken
from troth.bank.tests.paying import PAID, ours, told
from troth.bank.tests.test_a_file_that_is_no_statement_is_told_in_one_line import BAD
from troth.bank.tests.written import camt053, mt940
from troth.cli import main
from troth.testing import make

pytestmark = pytest.mark.django_db

_PLAIN = replace(PAID, bank_id="")
_LATER = replace(PAID, bank_id="B2", booked_on=date(2026, 3, 2))


def _read(folder: Path, *files: str | bytes) -> int:
    paths = []
    for nth, file in enumerate(files):
        path = folder / f"{nth}.txt"
        path.write_bytes(file if isinstance(file, bytes) else file.encode())
        paths.append(str(path))
    return main(["bank", "read", *paths])


def test_the_same_file_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours()
    file = camt053([PAID, _LATER])
    assert _read(tmp_path, file, file) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].endswith(": 1 new statement, 2 new lines, 0 settled.")
    assert told[1].endswith(": 0 new statements, 0 new lines, 0 settled.")
    assert main(["bank", "queue"]) == 0
    assert "11.90 EUR" in capsys.readouterr().out and BankLine.objects.count() == 2


@pytest.mark.parametrize(
    ("second", "lines"),
    [
        pytest.param(lambda: told(PAID, _LATER), 2, id="a longer one over the same days"),
        pytest.param(lambda: told(_LATER, opening=1190, number="2"), 2, id="the next one"),
        pytest.param(
            lambda: told(PAID, opening=1190, number="2"), 2, id="the next, with an equal line"
        ),
    ],
)
def test_statements_that_overlap_share_lines_and_others_do_not(
    second: Callable[[], Taken], lines: int
) -> None:
    ours()
    told(PAID)
    second()
    assert BankLine.objects.count() == lines


def test_equal_lines_of_one_day_are_as_many_as_they_are() -> None:
    ours()
    told(_PLAIN, _PLAIN)
    told(_PLAIN, _PLAIN, _LATER)
    assert BankLine.objects.count() == 3


@pytest.mark.parametrize("what", [*BAD, "that is not ours", "in another currency"])
def test_nothing_is_half_done(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours()
    chf = camt053([replace(PAID, currency="CHF")], currency="CHF").encode()
    of_others = mt940([PAID], account="NL91ABNA0417164300").encode()
    data, told = BAD.get(what) or (chf if "currency" in what else of_others, "that is not ours")
    assert _read(tmp_path, data, camt053([PAID])) == 1
    refused = capsys.readouterr().err
    assert told in refused and refused.count("\n") == 1 and "Traceback" not in refused
    assert BankStatement.objects.count() == BankLine.objects.count() == 1


def test_a_file_with_one_statement_of_others_is_not_read_at_all(tmp_path: Path) -> None:
    ours()
    both = mt940([PAID]) + mt940([PAID], account="NL91ABNA0417164300")
    assert _read(tmp_path, both) == 1
    assert not BankStatement.objects.exists() and not BankLine.objects.exists()


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force()
    assert main(["bank", "read", "/nowhere/at/all"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
