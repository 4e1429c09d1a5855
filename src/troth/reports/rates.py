"""Reference rates of the European Central Bank, as they come with the package for them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from troth.core.money import exponent
from troth.tax.exchange import published


def at_home(amount: int, currency: str, home: str, on: date, *, later: bool = False) -> int | None:
    """An amount in another currency, in minor units of it, by the rate of a day.

    Where none was published on that day, by the one before it (Directive 2006/112/EC Art. 91);
    later: by the next one after it, as the One Stop Shop has it (Art. 366). None where none is
    known.
    """
    rate = Decimal(1) if currency == home else published(currency, home, on, later=later)
    return None if rate is None else exchanged(amount, currency, home, rate)


def exchanged(amount: int, currency: str, home: str, rate: Decimal) -> int:
    """An amount at a rate, home currency for one of the other, half away from zero."""
    units = Decimal(amount) * rate * Decimal(10) ** (exponent(home) - exponent(currency))
    return int(units.to_integral_value(ROUND_HALF_UP))
