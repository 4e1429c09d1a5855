"""A percentage is taken as the reader's language writes it; everything else is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from troth.gates.inputs.percent import Percent, typed_percent


@pytest.mark.parametrize(
    ("language", "typed", "hundredths"),
    [
        ("en", "12.5", 12_50),
        ("en", "100", 100_00),
        ("en", "0", 0),
        ("en", "", None),
        ("de", "12,5", 12_50),
        ("de", "0,01", 1),
    ],
)
def test_as_the_language_writes_it(language: str, typed: str, hundredths: int | None) -> None:
    with translation.override(language):
        assert Percent(required=False).clean(typed) == hundredths
        assert hundredths is None or Percent().clean(typed_percent(hundredths)) == hundredths


@pytest.mark.parametrize(
    "typed",
    [
        "1e1",
        "1E-2",
        "-1",
        "100.01",
        "0.001",
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
    with translation.override("en"), pytest.raises(ValidationError, match="such as 12.50"):
        Percent().clean(typed)
