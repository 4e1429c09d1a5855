"""Take in exchange rates from a file of the European Central Bank."""

from datetime import datetime, timedelta
from zipfile import BadZipFile

from currency_converter import ECB_URL, CurrencyConverter, RateNotFoundError
from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note
from troth.tax.events import EXCHANGE_RATES_TAKEN
from troth.tax.models import ExchangeRate

_BACK = timedelta(days=366)  # an invoice goes by a day of the last week


@act
def take_exchange_rates(source: str, *, at: datetime) -> int:
    """How many rates of the last year of a file are new.

    source: the path of `eurofxref-hist.zip`, or of the CSV file in it. A rate that
    is known stays. Raises TrothError for a file that is none of theirs.
    """
    try:
        file = CurrencyConverter(source, decimal=True)
        known = ExchangeRate.objects.count()
        ExchangeRate.objects.bulk_create(_rates(file), ignore_conflicts=True, batch_size=5000)
    except (OSError, BadZipFile, ValueError, ArithmeticError, StopIteration):
        raise TrothError(
            _("This is no file of exchange rates of the European Central Bank, such as %(url)s.")
            % {"url": ECB_URL}
        ) from None
    new = ExchangeRate.objects.count() - known
    if new:
        note(EXCHANGE_RATES_TAKEN, at=at, counts={"rates": new})
    return new


def _rates(file: CurrencyConverter) -> list[ExchangeRate]:
    last = file.bounds["EUR"].last_date
    found = []
    for currency in sorted(file.currencies - {"EUR"}):
        first = max(file.bounds[currency].first_date, last - _BACK)
        for days in range((file.bounds[currency].last_date - first).days + 1):
            day = first + timedelta(days=days)
            try:
                rate = file.convert(1, "EUR", currency, date=day)
            except RateNotFoundError:
                continue
            if len(currency) != 3 or not rate > 0:
                raise ValueError("not a rate of a currency")
            found.append(ExchangeRate(currency=currency, day=day, rate=rate))
    return found
