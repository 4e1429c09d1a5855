"""The plan of every shipped policy, as a file: a change in privacy is a diff that someone reviews.

After a change that is meant: `uv run troth plan --policy policies/NAME.md --json`, into the file.
"""

import json
from pathlib import Path

import pytest

from troth.policy.compile import compile
from troth.policy.parse import read
from troth.policy.plan import as_json
from troth.policy.shipped import shipped
from troth.policy.tables import schema

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", shipped())
def test_the_plan_is_the_reviewed_one(name: str) -> None:
    plan = as_json(compile(read(shipped()[name]), schema()))
    assert json.loads((GOLDEN / f"{name}.json").read_text()) == plan


def test_every_golden_file_has_its_policy() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(shipped())
