from decimal import Decimal

import pytest

from troth.core.money import major, minor


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (1190, "EUR", "11.90"),
        (1190, "JPY", "1190"),
        (1190, "KWD", "1.190"),
        (5, "USD", "0.05"),
        (-5, "INR", "-0.05"),
        (10**15 + 1, "EUR", "10000000000000.01"),
    ],
)
def test_an_amount_in_major_units(amount: int, currency: str, expected: str) -> None:
    assert str(major(amount, currency)) == str(Decimal(expected))
    assert minor(Decimal(expected), currency) == amount


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("11.905", "EUR"), ("0.5", "JPY"), ("1e15", "EUR"), ("Infinity", "EUR"), ("NaN", "EUR")],
)
def test_what_is_no_amount_is_told(amount: str, currency: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        minor(Decimal(amount), currency)
