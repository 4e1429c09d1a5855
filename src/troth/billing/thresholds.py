"""How near sales of this and the last calendar year have come to thresholds of the Union's VAT."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django.db.models import BigIntegerField, Case, F, Q, Sum, When
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.billing.models import Invoice, InvoiceLine
from troth.core.day import day_at, start_of
from troth.core.money import exponent, money
from troth.core.provider import provider
from troth.policy.law import EU
from troth.policy.parse import Policy
from troth.tax.exchange import rate_of
from troth.tax.seller import seller

_EURO = 100  # cents
_SIGN = Case(
    When(invoice__kind=Invoice.Kind.CREDIT_NOTE, then=-1),
    default=1,
    output_field=BigIntegerField(),
)


@dataclass(frozen=True)
class Threshold:
    """What counts towards it, by which law; amounts are net, in cents of euros.

    without: currencies of sales that are not counted, for want of an exchange rate. todo: what is
    to be done above it; blank where it was, or where the law of it is not the seller's.
    """

    what: str | Promise
    law: str
    limit: int
    this_year: int
    last_year: int
    without: frozenset[str]
    todo: str | Promise = ""

    @property
    def warning(self) -> str:
        """From four fifths of it on, unless it is seen to; blank else."""
        most = max(self.this_year, self.last_year)
        if not self.todo or 5 * most < 4 * self.limit:
            return ""
        words = (
            _("%(what)s: %(amount)s in a year, above the %(limit)s of %(law)s. %(todo)s")
            if most > self.limit
            else _("%(what)s: %(amount)s in a year, near the %(limit)s of %(law)s. %(todo)s")
        )
        figures = {"amount": money(most, "EUR"), "limit": money(self.limit, "EUR")}
        return words % {"what": self.what, "law": self.law, "todo": self.todo, **figures}


def thresholds(policy: Policy, *, at: datetime) -> list[Threshold]:
    """Those of a seller in the Union, as the books have it; none of another.

    A document counts on the day of its issue, in euros by the rate of that day.
    """
    us, taxes = seller(policy), provider().taxes
    if us.country not in EU:
        return []
    today = day_at(at)
    sold = _sold(us.country, today)
    # Within the scheme for small businesses the Union's other states exempt such sales, too.
    exempt_abroad = us.small_business and taxes.number.endswith("EX")
    return [
        Threshold(
            gettext_lazy("Sales to consumers in other countries of the EU"),
            "Directive 2006/112/EC Art. 59c",
            10_000 * _EURO,
            *sold["abroad"],
            todo=""
            if us.one_stop_shop or exempt_abroad
            else gettext_lazy(
                "Above it they bear the tax of the customer’s country: take part in the One Stop "
                "Shop and set TAX_ONE_STOP_SHOP."
            ),
        ),
        Threshold(
            gettext_lazy("Turnover in the EU"),
            "Directive 2006/112/EC Art. 284(2)",
            100_000 * _EURO,
            *sold["all"],
            todo=gettext_lazy(
                "Above it no other country of the EU exempts a small business: charge their tax "
                "there, such as by the One Stop Shop."
            )
            if us.small_business
            else "",
        ),
    ]


def threshold_warnings(policy: Policy, *, at: datetime) -> Iterator[str]:
    """A line for each that is near or passed, and not seen to."""
    taxes = provider().taxes
    if not taxes.one_stop_shop or taxes.small_business:  # else there is nothing to count
        yield from filter(None, (each.warning for each in thresholds(policy, at=at)))


def _sold(home: str, today: date) -> dict[str, tuple[int, int, frozenset[str]]]:
    """All that was sold within the Union, and of that to consumers in its other states: this year,
    last year, and the currencies that are left out."""
    # By Art. 288 what is supplied outside of the Union is no turnover in it, nor what Art. 131
    # exempts; what the customer owes the tax of is none of Art. 59c.
    counts = InvoiceLine.objects.exclude(category="O").exclude(supply="exempt")
    abroad = Q(
        invoice__party_country__in=EU - {home},
        supply__in=["electronic", "goods"],
        category__in=["S", "Z", "E"],
    )
    years = Q(
        invoice__issued_at__gte=start_of(date(today.year - 1, 1, 1)),
        invoice__issued_at__lt=start_of(date(today.year + 1, 1, 1)),
    )
    rows = (
        counts.filter(years)
        .order_by()
        .annotate(day=TruncDate("invoice__issued_at", tzinfo=provider().time_zone))
        .values_list("day", "invoice__currency")
        .annotate(every=Sum(_SIGN * F("amount")), abroad=Sum(_SIGN * F("amount"), filter=abroad))
    )
    known = cache(rate_of)
    sums: defaultdict[tuple[str, int], int] = defaultdict(int)
    without: defaultdict[str, set[str]] = defaultdict(set)
    for day, currency, *amounts in rows:
        rate = known(currency, "EUR", day)
        for which, amount in zip(("all", "abroad"), amounts, strict=True):
            if amount and rate is None:
                without[which].add(currency)
            elif amount and rate:
                euros = Decimal(amount) * rate.scaleb(2 - exponent(currency))
                sums[which, day.year] += int(euros.to_integral_value(ROUND_HALF_UP))
    return {
        which: (
            sums[which, today.year],
            sums[which, today.year - 1],
            frozenset(without[which]),
        )
        for which in ("all", "abroad")
    }
