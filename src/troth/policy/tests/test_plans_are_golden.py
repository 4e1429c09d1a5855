"""The plan of every shipped policy, as a file: a change in privacy is a diff that someone reviews.

After a change that is meant: `uv run troth plan --policy policies/NAME.md`, into the file.
"""

from pathlib import Path

import pytest

from troth.policy.compile import compile
from troth.policy.parse import read
from troth.policy.plan import as_lines
from troth.policy.shipped import shipped
from troth.policy.tables import schema

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", shipped())
def test_the_plan_is_the_reviewed_one(name: str) -> None:
    lines = as_lines(compile(read(shipped()[name]), schema()))
    assert (GOLDEN / f"{name}.txt").read_text().splitlines() == lines


def test_every_golden_file_has_its_policy() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(shipped())
