"""What the confirmation of a contract holds, itself and not by a link (2011/83/EU Art. 8(7))."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from troth.billing.quote_tax import quote_tax
from troth.core.money import money
from troth.messaging.link import link
from troth.orders.models import Order, OrderLine
from troth.orders.pages.words import period
from troth.tax.decide import TaxError


@dataclass(frozen=True)
class Told:
    """A line in words: what it comes to at first, and then with its tax; blank for no period.

    service: where it is cancelled; blank before it is open.
    """

    line: OrderLine
    amount: str
    then: str
    by: str
    service: str


def lines_of(order: Order, *, at: datetime) -> Iterator[Told]:
    """Every line of an order that was accepted."""
    for line in order.lines.select_related("account").order_by("position"):
        service = line.service_id and link("service", line.account_id, line.service_id)
        yield Told(
            line=line,
            amount=money(line.amount, line.currency),
            then=money(_with_tax(line, at), line.currency) if line.months else "",
            by=period(line.months),
            service=service or "",
        )


def withdraw_until(order: Order) -> date | None:
    """Until when a consumer may withdraw from a contract of an order; None for no right to."""
    last: date | None = order.lines.aggregate(last=Max("service__withdraw_until"))["last"]
    return last


def _with_tax(line: OrderLine, at: datetime) -> int:
    try:
        return quote_tax([(line.recurring, line.supply)], line.account, at=at).sums.total
    except TaxError:  # as what is charged now, which nobody can say either
        return line.recurring
