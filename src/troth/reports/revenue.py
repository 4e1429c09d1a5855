"""Revenue by month and product: what was invoiced, net of tax and of what was taken back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Case, F, Sum, When
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from troth.billing.models import Invoice, InvoiceLine, Posting
from troth.core.day import day_at, start_of
from troth.core.provider import provider
from troth.reports.books import booked
from troth.reports.period import Period
from troth.reports.table import Bar, Column, Row, Table, difference

_AMOUNT = Case(
    When(invoice__kind=Invoice.Kind.CREDIT_NOTE, then=-F("amount")),
    default=F("amount"),
    output_field=BigIntegerField(),
)


@dataclass(frozen=True)
class Revenue:
    """The revenue of a period in one currency, in minor units, by product and month's first day.

    `books` is what the ledger says of the same days.
    """

    currency: str
    by: dict[tuple[str, date], int]
    books: int

    @property
    def sum(self) -> int:
        return sum(self.by.values())


def revenue(period: Period) -> list[Revenue]:
    """What was earned in a period, by currency. A document counts on the day of its issue."""
    ends = period.until.toordinal() + 1
    lines = (
        InvoiceLine.objects.filter(
            invoice__issued_at__gte=start_of(period.since),
            invoice__issued_at__lt=start_of(date.fromordinal(ends)),
        )
        .annotate(month=TruncMonth("invoice__issued_at", tzinfo=provider().time_zone))
        .order_by()
        .values_list("invoice__currency", "product", "month")
        .annotate(sum=Sum(_AMOUNT))
    )
    by: defaultdict[str, dict[tuple[str, date], int]] = defaultdict(dict)
    for currency, product, month, amount in lines:
        by[currency][product, day_at(month)] = amount
    books = booked(Posting.Ledger.REVENUE, period.since, period.until)
    return [
        Revenue(currency, by[currency], -books.get(currency, 0))
        for currency in sorted({*by, *books})
    ]


def revenue_tables(period: Period) -> list[Table]:
    """The same as tables: a product in each row, a month in each column."""
    return [_table(each, period.months) for each in revenue(period)]


def _table(of: Revenue, months: list[date]) -> Table:
    products: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(months))
    for (product, month), amount in of.by.items():
        products[product][months.index(month)] += amount
    sums = [sum(column) for column in zip(*products.values(), strict=True)] or [0] * len(months)
    names = [date_format(month, "M Y") for month in months]
    return Table(
        _("Revenue in %(currency)s") % {"currency": of.currency},
        (
            Column(_("Product")),
            *(Column(name, of.currency) for name in (*names, _("Sum"))),
        ),
        [
            Row((product or _("Without a product"), *amounts, sum(amounts)))
            for product, amounts in sorted(products.items(), key=lambda each: -sum(each[1]))
        ],
        (_("Sum"), *sums, of.sum),
        [Bar(name, amount) for name, amount in zip(names, sums, strict=True)],
        difference(of.sum, of.books, of.currency),
    )
