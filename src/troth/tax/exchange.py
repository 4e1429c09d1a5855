"""At which rate a currency is exchanged: the last that the European Central Bank published on or
before a day (Directive 2006/112/EC Art. 91(2))."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError

from troth.tax.models import ExchangeRate

# Over Christmas and Easter none is published for four days. What is older is not the last one, but
# the last one that is known here.
_SEARCHED = timedelta(days=7)
_EXACT = Decimal("1e-8")  # as `Invoice.home_rate` seals it


def rate_of(currency: str, home: str, on: date) -> Decimal | None:
    """What one of a currency is in another, rounded to eight digits behind the point.

    By the rates that were taken in, else by those that came with the package for them. None where
    neither has one of both currencies in the week before.
    """
    rate = _taken_in(currency, home, on) or published(currency, home, on)
    rounded = rate.quantize(_EXACT, ROUND_HALF_UP) if rate else None
    return rounded or None


def _taken_in(currency: str, home: str, on: date) -> Decimal | None:
    found = ExchangeRate.objects.filter(
        day__gt=on - _SEARCHED, day__lte=on, currency__in=[currency, home]
    )
    by_day: dict[date, dict[str, Decimal]] = {}
    for each in found.order_by("-day"):
        by_day.setdefault(each.day, {"EUR": Decimal(1)})[each.currency] = each.rate
    return next(
        (day[home] / day[currency] for day in by_day.values() if {home, currency} <= {*day}), None
    )


@cache
def published(currency: str, home: str, on: date, *, later: bool = False) -> Decimal | None:
    """The same by the rates that came with the package alone, unrounded; later: the first of the
    week after the day in place of the last of the week before."""
    for days in range(_SEARCHED.days):
        try:
            day = on + timedelta(days=days if later else -days)
            return Decimal(_package().convert(1, currency, home, date=day))
        except (RateNotFoundError, ValueError):  # none on that day; not a currency of theirs
            continue
    return None


@cache
def _package() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)
