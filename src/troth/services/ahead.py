"""What is charged for the days of a service that are to come, by what is agreed."""

from collections.abc import Iterable
from datetime import date, datetime

from troth.services.models import Charge, OwnPrice, Service, Term
from troth.services.own_price import held, pays
from troth.services.period import last_days, periods_back


def ahead(
    service: Service,
    term: Term,
    own: Iterable[OwnPrice],
    *,
    through: date,
    anchor: int,
    on: date,
    at: datetime,
) -> list[Charge]:
    """A charge for each period from `on` through the day before `through`, not stored yet.

    Of a period that has begun, its last days; see `period.py`. What costs nothing is none.
    own: the prices of its own, as `own_prices` has them.
    """
    charges, prices = list[Charge](), list(own)
    for starts, ends in reversed([*periods_back(through, term.months, anchor, to=on)]):
        begins = max(starts, on)
        whole = pays(term, held(prices, begins)).net
        amount = last_days(whole, (ends - begins).days, (ends - starts).days)
        charges.append(_charge(service, term, begins, ends, amount, at))
    return [charge for charge in charges if charge.amount]


def _charge(
    service: Service, term: Term, begins: date, ends: date, amount: int, at: datetime
) -> Charge:
    name = f"{term.said}, {service.label}" if service.label else term.said
    return Charge(
        account_id=service.account_id,
        service=service,
        reason=Charge.Reason.CHANGE,
        starts=begins,
        ends=ends,
        product=term.product,
        description=name[:300],
        supply=term.supply,
        currency=term.currency,
        price=amount,
        amount=amount,
        made_at=at,
    )
