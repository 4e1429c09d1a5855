"""Take in exchange rates from a file of the European Central Bank."""

import csv
import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from currency_converter import ECB_URL
from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.publishing.evidence import note
from troth.tax.events import EXCHANGE_RATES_TAKEN
from troth.tax.models import ExchangeRate

LONGEST = 2**24  # bytes of its file, packed or not, which has less than one million
_BACK = timedelta(days=366)  # an invoice goes by a day of the last week
_LEAST, _MOST = Decimal("1e-8"), Decimal(10**10)  # what a column has room for
# What the library raises for a file that is damaged, has a password, or is packed in other ways.
_UNPACKING = (BadZipFile, EOFError, OSError, RuntimeError, zlib.error)
_NONE = ("", "N/A")  # of a day or a currency without a rate


@act
def take_exchange_rates(data: bytes, *, at: datetime) -> int:
    """How many rates of the last year of a file are new.

    data: `eurofxref-hist.zip`, or the CSV file in it. A rate that is known stays, and there is none
    of a day to come. Raises TrothError for a file that is none of theirs.
    """
    today = day_at(at)
    try:
        rates = list(_rates(_text(data), today - _BACK, today))
    except (*_UNPACKING, ArithmeticError, LookupError, ValueError, csv.Error):
        raise TrothError(
            _("This is no file of exchange rates of the European Central Bank, such as %(url)s.")
            % {"url": ECB_URL}
        ) from None
    known = ExchangeRate.objects.count()
    ExchangeRate.objects.bulk_create(rates, ignore_conflicts=True, batch_size=5000)
    new = ExchangeRate.objects.count() - known
    if new:
        note(EXCHANGE_RATES_TAKEN, at=at, counts={"rates": new})
    return new


def _text(data: bytes) -> str:
    """The text of a file, of which no more is unpacked than it may have."""
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as packed, packed.open(packed.namelist()[0]) as file:
            data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise ValueError("a file of rates has no such length")
    return data.decode()


def _rates(text: str, first: date, last: date) -> Iterator[ExchangeRate]:
    """The rates of some days, one column for each currency. Raises ValueError for what is none."""
    rows = csv.reader(text.splitlines())
    head = next(rows, [""])
    currencies = [name.strip() for name in head[1:]]
    if head[0].strip() != "Date" or not all(re.fullmatch("[A-Z]{3}|", each) for each in currencies):
        raise ValueError("not currencies by day")
    for told, *rates in rows:
        day = date.fromisoformat(told)
        if not first <= day <= last:
            continue
        for currency, rate in zip(currencies, map(str.strip, rates), strict=False):
            if currency and rate not in _NONE:
                if not _LEAST <= Decimal(rate) < _MOST:
                    raise ValueError("not a rate of a currency")
                yield ExchangeRate(currency=currency, day=day, rate=Decimal(rate))
