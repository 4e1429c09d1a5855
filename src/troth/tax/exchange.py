"""At which rate a currency is exchanged: the last that the European Central Bank published on or
before a day (Directive 2006/112/EC Art. 91(2))."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError

from troth.tax.models import ExchangeRate

# Over Christmas and Easter none is published for four days. What is older is not the last one, but
# the last one that is known here.
_SEARCHED = 7  # days
_EXACT = Decimal("1e-8")  # as `Invoice.home_rate` seals it


def rate_of(currency: str, home: str, on: date, *, later: bool = False) -> Decimal | None:
    """What one of a currency is in another, rounded to eight digits behind the point.

    Of a day on which none was published, by the last before it; later: by the next after it, as
    the One Stop Shop has it (Art. 366). On each day a rate that was taken in comes before that of
    the package. None where neither has one of both currencies within a week.
    """
    if currency == home:
        return Decimal(1)
    days = [on + timedelta(days=days if later else -days) for days in range(_SEARCHED)]
    taken_in = _taken_in(currency, home, days)
    rate = next(
        filter(None, (taken_in.get(d) or _published(currency, home, d) for d in days)), None
    )
    rounded = rate.quantize(_EXACT, ROUND_HALF_UP) if rate else None
    return rounded or None


def _taken_in(currency: str, home: str, days: list[date]) -> dict[date, Decimal]:
    by_day: dict[date, dict[str, Decimal]] = {}
    for each in ExchangeRate.objects.filter(day__in=days, currency__in=[currency, home]):
        by_day.setdefault(each.day, {"EUR": Decimal(1)})[each.currency] = each.rate
    return {
        day: rates[home] / rates[currency]
        for day, rates in by_day.items()
        if {home, currency} <= {*rates}
    }


@cache
def _published(currency: str, home: str, day: date) -> Decimal | None:
    """The same of one day alone, as it came with the package."""
    try:
        return Decimal(_package().convert(1, currency, home, date=day))
    except (RateNotFoundError, ValueError):  # none on that day; not a currency of theirs
        return None


@cache
def _package() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)
