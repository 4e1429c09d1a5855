"""Taxes: at home, in the One Stop Shop, where else we are registered, and what bears none.

What the books hold is in the currency of each document. Returns are in the seller's: at home by the
rate on the document, else by that of the European Central Bank on its day; in the One Stop Shop by
that of the last day of the quarter (Directive 2006/112/EC Art. 91 and 366). What a line there takes
back of an invoice of an earlier quarter, on whichever document, stands by itself, at the rate of
that quarter (Art. 369g(4)).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from django.db import connection, models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.billing.at_home import home_currency
from troth.billing.models import Posting
from troth.billing.thresholds import thresholds
from troth.core.day import day_at, start_of
from troth.core.money import exponent
from troth.core.percent import percent
from troth.core.provider import provider
from troth.policy.countries import COUNTRIES
from troth.policy.law import EU
from troth.publishing.running import policy_on
from troth.reports.books import booked
from troth.reports.period import Period, quarter_of
from troth.reports.table import Column, Row, Table, difference
from troth.tax.exchange import rate_of
from troth.tax.seller import seller

_WITHOUT_TAX = {
    "AE": gettext_lazy("Reverse charge"),
    "E": gettext_lazy("Exempt from tax"),
    "G": gettext_lazy("Export"),
    "K": gettext_lazy("Goods to another country of the Union"),
    "O": gettext_lazy("Not subject to tax"),
    "S": gettext_lazy("Taxed at 0%"),
    "Z": gettext_lazy("Taxed at 0%"),
}


class Scheme(models.TextChoices):
    """In which return a supply stands."""

    HOME = "home", gettext_lazy("Tax at home")
    ONE_STOP_SHOP = "one stop shop", gettext_lazy("One Stop Shop")
    ABROAD = "abroad", gettext_lazy("Tax in other countries")
    REVERSE = "reverse", gettext_lazy("Tax owed by the customer, in the Union")
    NONE = "none", gettext_lazy("Without tax")


# A tax of a document is cut by the quarters that its lines correct. The parts sum to it: the tax of
# all of them up to one is that of their lines, up to the last what the document says.
_TAXED = """
    WITH line AS (
        SELECT t.id, CASE WHEN i.kind = 'credit note' THEN -1 ELSE 1 END AS sign,
            (i.issued_at AT TIME ZONE %(zone)s)::date AS day, t.country, t.category, t.rate,
            i.currency, CASE WHEN i.home_currency = %(home)s THEN i.home_rate END AS exchange,
            CASE WHEN t.category IN ('AE', 'K') THEN i.party_tax_id ELSE '' END AS owes,
            CASE WHEN t.category IN ('AE', 'K') THEN i.account_id END AS whose,
            CASE WHEN t.category = 'S' AND t.country = ANY(%(shop)s) THEN nullif(
                date_trunc('quarter', earlier.issued_at AT TIME ZONE %(zone)s)::date,
                date_trunc('quarter', i.issued_at AT TIME ZONE %(zone)s)::date
            ) END AS corrects, t.base, t.amount, l.amount AS net
        FROM billing_invoicetax t JOIN billing_invoice i ON i.id = t.invoice_id
        LEFT JOIN billing_invoiceline l
            ON (l.invoice_id, l.category, l.rate) = (t.invoice_id, t.category, t.rate)
        LEFT JOIN billing_invoiceline o ON o.id = l.original_id
        LEFT JOIN billing_invoice earlier ON earlier.id = coalesce(o.invoice_id, i.original_id)
        WHERE i.issued_at >= %(since)s AND i.issued_at < %(until)s
    ), part AS (
        SELECT id, sign, day, country, category, rate, currency, exchange, owes, whose, corrects,
            base, amount, sum(sum(net)) OVER up_to AS net,
            lead(id) OVER up_to IS NULL AS is_last
        FROM line GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
        WINDOW up_to AS (PARTITION BY id ORDER BY corrects NULLS LAST)
    ), sums AS (
        SELECT *, CASE WHEN is_last THEN base ELSE net END AS all_base,
            CASE WHEN is_last THEN amount ELSE round(net * rate * 1e-6) END AS all_tax
        FROM part
    ), own AS (
        SELECT *, sign * (all_base - lag(all_base, 1, 0::numeric) OVER up_to) AS own_base,
            sign * (all_tax - lag(all_tax, 1, 0::numeric) OVER up_to) AS own_tax
        FROM sums WINDOW up_to AS (PARTITION BY id ORDER BY corrects NULLS LAST)
    )
    SELECT day, country, category, rate, currency, exchange, owes, whose, corrects,
        sum(own_base), sum(own_tax)
    FROM own GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 7, 8, 9
"""


@dataclass(frozen=True)
class Taxed:
    """Supplies of a day that are taxed alike. base and amount: minor units of `currency`.

    rate: in parts per million. base_at_home and amount_at_home: in the seller's currency,
    None where no rate of exchange is known. number and account: of whom the tax is owed by.
    corrects: the first day of the earlier quarter whose return of the One Stop Shop this corrects.
    """

    scheme: Scheme
    day: date
    country: str
    category: str
    rate: int
    currency: str
    base: int
    amount: int
    base_at_home: int | None
    amount_at_home: int | None
    number: str = ""
    account: int | None = None
    corrects: date | None = None


@dataclass(frozen=True)
class Home:
    """Whose taxes these are: where, in which currency, and where else we are registered."""

    country: str
    currency: str
    registered: frozenset[str]

    def scheme(self, category: str, country: str) -> Scheme:
        """In which return a supply of a category (UNCL 5305) in a country stands."""
        abroad_in_union = country in EU and country != self.country and self.country in EU
        if category in ("AE", "K") and abroad_in_union:
            return Scheme.REVERSE
        if category != "S":
            return Scheme.NONE
        if country == self.country:
            return Scheme.HOME
        joined = abroad_in_union and country not in self.registered
        return Scheme.ONE_STOP_SHOP if joined else Scheme.ABROAD


def home_at(at: datetime) -> Home:
    """The provider, by the policy and the settings."""
    policy = policy_on(at)
    us = seller(policy)
    return Home(us.country, home_currency(policy), us.registered)


def taxed(period: Period, *, at: datetime) -> list[Taxed]:
    """What was supplied in a period, less what was taken back, by day and however it is taxed.

    A document counts on the day of its issue.
    """
    home, known = home_at(at), cache(rate_of)
    values: dict[str, Any] = {
        "zone": str(provider().time_zone),
        "home": home.currency,
        "shop": [each for each in EU if home.scheme("S", each) == Scheme.ONE_STOP_SHOP],
        "since": start_of(period.since),
        "until": start_of(date.fromordinal(period.until.toordinal() + 1)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAXED, values)
        return [_taxed(home, known, *row) for row in cursor.fetchall()]


def _taxed(
    home: Home,
    rate_of: Callable[..., Decimal | None],
    day: date,
    country: str,
    category: str,
    rate: int,
    currency: str,
    exchange: Decimal | None,
    number: str,
    account: int | None,
    corrects: date | None,
    base: int,
    amount: int,
) -> Taxed:
    scheme = home.scheme(category, country)
    if scheme == Scheme.ONE_STOP_SHOP:
        ends = Period.named(quarter_of(corrects or day)).until
        exchange = rate_of(currency, home.currency, ends, later=True)
    elif exchange is None:
        exchange = rate_of(currency, home.currency, day)
    base, amount = int(base), int(amount)
    base_at_home = _exchanged(base, currency, home.currency, exchange)
    amount_at_home = _exchanged(amount, currency, home.currency, exchange)
    figures = (currency, base, amount, base_at_home, amount_at_home)
    return Taxed(scheme, day, country, category, rate, *figures, number, account, corrects)


def _exchanged(amount: int, currency: str, home: str, rate: Decimal | None) -> int | None:
    """An amount at a rate, home currency for one of the other, half away from zero."""
    if rate is None:
        return None
    units = Decimal(amount) * rate.scaleb(exponent(home) - exponent(currency))
    return int(units.to_integral_value(ROUND_HALF_UP))


def booked_tax(period: Period) -> dict[str, int]:
    """The tax that the ledger says was charged in a period, by currency, in minor units."""
    books = booked(Posting.Ledger.TAX, period.since, period.until)
    return {currency: -amount for currency, amount in books.items()}


def tax_tables(
    period: Period, *, at: datetime, numbers_of: Collection[int] | None = None
) -> list[Table]:
    """The same as tables: each return, the thresholds, and all tax, held against the books.

    numbers_of: of which accounts the VAT number is shown; without a word, of all.
    """
    home, found = home_at(at).currency, taxed(period, at=at)
    if numbers_of is not None:
        found = [each if each.account in numbers_of else replace(each, number="") for each in found]
    returns = [
        _return(scheme, [each for each in found if each.scheme == scheme], home)
        for scheme in Scheme
    ]
    books = booked_tax(period)
    every = sorted({*books, *(each.currency for each in found)})
    return [
        *(table for table in returns if table.rows),
        *_thresholds(at),
        *(
            _against_books(currency, [each for each in found if each.currency == currency], books)
            for currency in every
        ),
    ]


def _return(scheme: Scheme, found: list[Taxed], home: str) -> Table:
    """One return in the seller's currency: by month at home, else by quarter."""
    by: defaultdict[tuple[str, str, str, int | None], list[Taxed]] = defaultdict(list)
    for each in found:
        by[_time(each), each.country, _what(each), each.account].append(each)
    what = _("VAT number") if scheme == Scheme.REVERSE else _("Rate")
    return Table(
        str(scheme.label),
        (
            *(Column(label) for label in (what, _("Country"), _("Period"))),
            *(Column(label, home) for label in (_("Net"), _("Tax"))),
        ),
        [
            Row((what, _country(country), time, *_sums(alike)), account)
            for (time, country, what, account), alike in by.items()
        ],
        (_("Sum"), "", "", *_sums(found)),
    )


def _against_books(currency: str, found: list[Taxed], books: Mapping[str, int]) -> Table:
    """All that was invoiced in a currency, by return and country; its tax is that of the books."""
    by: defaultdict[tuple[Scheme, str], list[Taxed]] = defaultdict(list)
    for each in found:
        by[each.scheme, each.country].append(each)
    net, tax = sum(each.base for each in found), sum(each.amount for each in found)
    return Table(
        _("All that was invoiced in %(currency)s") % {"currency": currency},
        (
            *(Column(label) for label in (_("Return"), _("Country"))),
            *(Column(label, currency) for label in (_("Net"), _("Tax"))),
        ),
        [
            Row(
                (
                    str(scheme.label),
                    _country(country),
                    sum(each.base for each in alike),
                    sum(each.amount for each in alike),
                )
            )
            for (scheme, country), alike in sorted(by.items())
        ],
        (_("Sum"), "", net, tax),
        differs=difference(tax, books.get(currency, 0), currency),
    )


def _thresholds(at: datetime) -> Iterator[Table]:
    """What the Union's law lets pass, and how near sales have come to it, whatever the period."""
    found = thresholds(policy_on(at), at=at)
    year = day_at(at).year
    labels = (str(year - 1), str(year), _("Threshold"))
    rows = [
        Row((str(each.what), each.law, each.last_year, each.this_year, each.limit))
        for each in found
    ]
    if found:
        columns = (Column(_("Sales")), Column(_("Law")), *(Column(each, "EUR") for each in labels))
        left_out = frozenset[str]().union(*(each.without for each in found))
        rows += [
            Row((_("Without an exchange rate, not counted"), each, None, None, None))
            for each in sorted(left_out)
        ]
        yield Table(_("Thresholds of the EU"), columns, rows)


def _time(of: Taxed) -> str:
    if of.scheme in (Scheme.HOME, Scheme.NONE):
        return date_format(of.day, "YEAR_MONTH_FORMAT")
    of_day = of.corrects or of.day
    quarter = {"quarter": (of_day.month + 2) // 3, "year": of_day.year}
    if of.corrects:
        return _("Correction of quarter %(quarter)s of %(year)s") % quarter
    return _("Quarter %(quarter)s of %(year)s") % quarter


def _what(of: Taxed) -> str:
    if of.scheme != Scheme.REVERSE:
        return percent(of.rate) if of.rate else _in_words(of.category)
    if of.number or of.account is None:
        return of.number
    return _("Account %(number)s") % {"number": of.account}


def _in_words(category: str) -> str:
    """Why a supply bears no tax (UNCL 5305)."""
    return str(_WITHOUT_TAX.get(category, category))


def _country(code: str) -> str:
    return str(COUNTRIES.get(code, code))


def _sums(found: list[Taxed]) -> tuple[int | None, int | None]:
    """Net and tax in the seller's currency; None where a rate of exchange is not known."""
    return _known(each.base_at_home for each in found), _known(
        each.amount_at_home for each in found
    )


def _known(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
