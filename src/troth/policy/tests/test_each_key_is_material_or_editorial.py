"""Every key of the language has its weight in a diff, shown by an example."""

import pytest

from troth.policy.diff import MATERIAL, Change, diff
from troth.policy.language import KINDS
from troth.policy.tests import documents
from troth.policy.tests.changes import DOCUMENT, ROWS, Row


def changes(row: Row, *, back: bool = False) -> list[Change]:
    """What differs between the two policies of a row."""
    values = (row.new, row.old) if back else (row.old, row.new)
    old, new = (
        documents.policy(documents.with_key(row.table, row.key, value, DOCUMENT))
        for value in values
    )
    return diff(old, new)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.table}.{row.key}")
def test_a_change_has_the_weight_that_its_example_says(row: Row) -> None:
    found = [(c.rule, c.key, c.material) for c in changes(row)]
    assert found == [(row.table, row.key, row.material)]
    found = [(c.rule, c.key, c.material) for c in changes(row, back=True)]
    assert found == [(row.table, row.key, row.back)]


def test_every_key_of_the_language_is_weighed_and_has_an_example() -> None:
    keys = {(kind, key) for kind, table in KINDS.items() for key in table.own_keys()}
    assert {(kind, key) for kind, weights in MATERIAL.items() for key in weights} == keys
    assert {(row.table.partition(".")[0], row.key) for row in ROWS} == keys


def test_a_promise_named_elsewhere_changes_nothing_for_anyone() -> None:
    promised = documents.with_key("change", "promises", ["AB-1"])
    found = diff(documents.policy(documents.SMALLEST), documents.policy(promised))
    assert [(c.key, c.material) for c in found] == [("promises", False)]


def test_what_becomes_the_providers_own_choice_is_promised_no_more() -> None:
    chosen = documents.policy(documents.with_key("change", "chosen", ["told"]))
    smallest = documents.policy(documents.SMALLEST)
    assert [(c.key, c.material) for c in diff(smallest, chosen)] == [("chosen", True)]
    assert [(c.key, c.material) for c in diff(chosen, smallest)] == [("chosen", False)]


def test_the_order_of_words_is_editorial() -> None:
    row = Row("consent.news", "channels", ["email", "sms"], ["sms", "email"], False, False)
    assert [c.material for c in changes(row)] == [False]
