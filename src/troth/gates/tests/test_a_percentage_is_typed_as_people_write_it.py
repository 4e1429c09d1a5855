"""A percentage is taken as the reader's language writes it; everything else is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from troth.gates.inputs.percent import Percent, typed_percent


@pytest.mark.parametrize(
    ("language", "typed", "rate"),
    [
        ("en", "12.5", 12_5000),
        ("en", "100", 100_0000),
        ("en", "0", 0),
        ("en", "", None),
        ("de", "12,5", 12_5000),
        ("de", "6,625", 6_6250),
        ("de", "0,0001", 1),
    ],
)
def test_as_the_language_writes_it(language: str, typed: str, rate: int | None) -> None:
    with translation.override(language):
        assert Percent(required=False).clean(typed) == rate
        assert rate is None or Percent().clean(typed_percent(rate)) == rate


@pytest.mark.parametrize(
    "typed",
    [
        "1e1",
        "1E-2",
        "-1",
        "100.0001",
        "0.00001",
        "8 7/8",
        "NaN",
        "Infinity",
        "1_0",
        "0x1",
        "1" * 40,
        "12,5",
        "%",
    ],
)
def test_whatever_else_it_is(typed: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match="such as 12.5."):
        Percent().clean(typed)
