"""What a country calls its tax numbers, of businesses and of people."""

import pytest
from django.core.exceptions import ValidationError

from troth.gates.inputs.tax_number import stored

NUMBERS = [
    ("NO", "995 525 828 MVA", "995525828MVA"),  # vat
    ("US", "536-90-4399", "536904399"),  # tin
    ("CH", "CHE-100.155.212", "CHE100155212"),  # uid
    ("IN", "ACUPA7085R", "ACUPA7085R"),  # pan
    ("DE", "36 574 261 809", "36574261809"),  # idnr
    ("DE", "2893081508152", "2893081508152"),  # stnr
    ("GB", "19558 39661", "1955839661"),  # utr
]


@pytest.mark.parametrize(("country", "typed", "number"), NUMBERS)
def test_it_is_stored_as_it_is_compared(country: str, typed: str, number: str) -> None:
    assert stored(typed, country) == number
    with pytest.raises(ValidationError, match="This is not a tax number of"):
        stored(f"{number[:-1]}?", country)
