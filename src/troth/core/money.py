"""Money: an integer of minor units, with its currency."""

from decimal import Decimal

# ISO 4217:2015, list one: by the digits behind the point, the currencies that have not two.
_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_MOST = 10**17  # minor units; more is nobody's


def exponent(currency: str) -> int:
    """How many digits stand behind the point in amounts of a currency (ISO 4217)."""
    return next((digits for digits, codes in _DIGITS.items() if currency in codes.split()), 2)


def major(amount: int, currency: str) -> Decimal:
    """An amount of minor units, in major ones: 1190 of EUR is 11.90."""
    return Decimal(amount).scaleb(-exponent(currency))


def minor(amount: Decimal, currency: str) -> int:
    """An amount of major units, in minor ones. Raises ValueError for a part of a minor unit."""
    units = amount.scaleb(exponent(currency))
    if abs(units) >= _MOST or units != units.to_integral_value():
        raise ValueError("an amount is too large, or has more digits than its currency")
    return int(units)
