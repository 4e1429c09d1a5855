"""Beside the plan, the benches run what an expert would type, for every table about somebody."""

import re
from pathlib import Path

import pytest

from troth.policy.declare import PersonalData, Subjects, declarations

BENCHES = Path(__file__).parents[4] / "bench"


@pytest.mark.parametrize(
    ("bench", "spared"),
    [
        # The lines of an invoice stay as they are while the law keeps it.
        ("erase", {"billing_invoiceline"}),
        ("export", set()),
        ("sweep", set()),
    ],
)
def test_every_table_about_a_person_has_its_statement(bench: str, spared: set[str]) -> None:
    tables = {
        model._meta.db_table
        for model, declaration in declarations().items()
        if isinstance(declaration, Subjects)
        or (isinstance(declaration, PersonalData) and declaration.subjects)
    }
    # Read and not imported: a bench makes itself at home on a database of its own.
    (by_hand,) = re.findall(r"^_BY_HAND = (.*?)^(?:\"\"\"|\})$", source(bench), re.M | re.S)
    assert tables - set(re.findall(r"\w+", by_hand)) == spared


def source(bench: str) -> str:
    return (BENCHES / f"{bench}.py").read_text()
