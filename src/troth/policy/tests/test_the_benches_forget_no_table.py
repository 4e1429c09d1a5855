"""Beside the plan, the benches run what an expert would type, for every table about somebody."""

import re
from pathlib import Path

import pytest

from troth.policy.declare import PersonalData, Subjects, declarations

BENCHES = Path(__file__).parents[4] / "bench"


@pytest.mark.parametrize("bench", ["erase", "export", "sweep"])
def test_every_table_about_a_person_has_its_statement(bench: str) -> None:
    tables = {
        model._meta.db_table
        for model, declaration in declarations().items()
        if isinstance(declaration, Subjects)
        or (isinstance(declaration, PersonalData) and declaration.subjects)
    }
    # Read and not imported: a bench makes itself at home on a database of its own.
    (by_hand,) = re.findall(r"^_BY_HAND = (.*?)^(?:\"\"\"|\})$", source(bench), re.M | re.S)
    assert tables - set(re.findall(r"\w+", by_hand)) == set()


def source(bench: str) -> str:
    return (BENCHES / f"{bench}.py").read_text()
