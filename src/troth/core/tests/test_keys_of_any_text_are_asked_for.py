"""Keys reach the database as they are, whatever is in them."""

from typing import Any

import pytest

from troth.core.query import query

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "keys", [[], [1, -2, 1 << 40], ["", 'a"b', r"a\b", "a,b", "{a}", "NULL", "it's", "a b", "%s"]]
)
def test_keys_of_any_text_are_asked_for(keys: list[Any]) -> None:
    of = "bigint" if keys and isinstance(keys[0], int) else "text"
    assert query(f"SELECT %(ids)s::{of}[]", ids=keys) == [(keys,)]
