"""What the confirmation of a contract holds, itself and not by a link (2011/83/EU Art. 8(7))."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from troth.core.money import money
from troth.messaging.link import link
from troth.orders.models import Order, OrderLine
from troth.orders.pages.figures import figures_agreed
from troth.orders.pages.words import period
from troth.policy.language import Provider


@dataclass(frozen=True)
class Told:
    """A line in words: what it comes to at first, and then, as shown; blank for no period.

    service: where it is cancelled; blank before it is open.
    """

    line: OrderLine
    amount: str
    then: str
    by: str
    service: str


def lines_of(order: Order) -> Iterator[Told]:
    """Every line of an order that was accepted."""
    for line in order.lines.order_by("position"):
        shown = figures_agreed(line)
        service = line.service_id and link("service", line.account_id, line.service_id)
        yield Told(
            line=line,
            amount=money(shown.amount, line.currency),
            then=money(shown.recurring, line.currency) if line.months else "",
            by=period(line.months),
            service=service or "",
        )


def reached_at(us: Provider) -> str:
    """Who we are, where, and how we are written to and called; in a line."""
    address = ", ".join((us.address or "").splitlines())
    told = (us.legal_name or us.name, address, us.phone, us.support_contact or us.privacy_contact)
    return ", ".join(filter(None, told))


def withdrawn_at(order: Order) -> list[str]:
    """Where a consumer withdraws from each contract of an order that may be withdrawn from."""
    services = order.lines.filter(service__withdraw_until__isnull=False).order_by("position")
    keys = services.values_list("service", flat=True)
    return [link("withdraw_service", order.account_id, key) for key in keys]


def withdraw_until(order: Order) -> date | None:
    """Until when a consumer may withdraw from a contract of an order; None for no right to."""
    last: date | None = order.lines.aggregate(last=Max("service__withdraw_until"))["last"]
    return last
