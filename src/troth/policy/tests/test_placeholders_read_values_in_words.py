"""A placeholder reads a rule's value as a reader would say it."""

from datetime import date
from typing import Any

import pytest

from troth.policy.placeholders import fill, value_at
from troth.policy.tests import documents


@pytest.mark.parametrize(
    ("table", "key", "value", "words"),
    [
        ("provider", "name", "A & B", "A & B"),
        ("provider", "country", "GB", "United Kingdom"),
        ("provider", "stores_in", ["IN", "US"], "India and United States"),
        ("policy", "effective", date(2025, 3, 9), "9 March 2025"),
        ("policy", "effective", date(999, 3, 9), "9 March 999"),
        ("policy", "covers", ["a", "b", "c"], "a, b and c"),
        ("policy", "covers", ["a, b", "c", "d"], "a, b; c; and d"),
        ("refuse", "under_age", 13, "13"),
        ("refuse", "card_numbers", True, "yes"),
        ("keep.account", "for", "1 year", "1 year"),
        ("keep.account", "for", "18 months", "18 months"),
        ("keep.rest", "with", "account", "account"),
        ("right.erase", "ask", ["email", "ticket"], "by e-mail or by a support ticket"),
        ("change", "told", ["page", "email"], "on this page and by e-mail"),
        ("staff", "roles", {"billing": ["contact"], "support": []}, "billing and support"),
        ("collect.account", "optional", ["tax_id"], "tax number"),
    ],
)
def test_a_value_in_words(table: str, key: str, value: Any, words: str) -> None:
    policy = documents.policy(
        documents.with_key(table, key, value), f"It is {{{{ {table}.{key} }}}}."
    )
    assert fill(f"It is {{{{{table}.{key}}}}}.", policy.tables) == f"It is {words}."


def test_formats_are_called_by_their_names() -> None:
    right = {"ask": ["email"], "formats": ["json", "csv"]}
    policy = documents.policy(documents.with_table("right.export", right))
    assert value_at("right.export.formats", policy.tables) == "JSON and CSV"


@pytest.mark.parametrize(
    "path",
    [
        *("", "provider", "keep.account", "provider.address", "keep.ticket.for", "nothing.name"),
        *("provider.name.upper", "provider.__class__", "provider.model_config", "rules"),
        *("keep.account.from_", "policy.question", "keep.rest.records.0", "0", "model_fields"),
    ],
)
def test_a_path_that_names_no_value_is_unknown(path: str) -> None:
    with pytest.raises(KeyError):
        value_at(path, documents.policy(documents.SMALLEST).tables)
