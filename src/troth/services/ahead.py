"""What is charged for the days of a service that are to come, by what is agreed."""

from datetime import date, datetime

from troth.services.models import Charge, Service, Term
from troth.services.period import last_days, periods_back


def ahead(
    service: Service, term: Term, *, through: date, anchor: int, on: date, at: datetime
) -> list[Charge]:
    """A charge for each period from `on` through the day before `through`, not stored yet.

    Of a period that has begun, its last days; see `period.py`. What costs nothing is none.
    """
    periods = [*periods_back(through, term.months, anchor, to=on)]
    charges = [_charge(service, term, starts, ends, on, at) for starts, ends in reversed(periods)]
    return [charge for charge in charges if charge.amount]


def _charge(
    service: Service, term: Term, starts: date, ends: date, on: date, at: datetime
) -> Charge:
    begins = max(starts, on)
    amount = last_days(term.price - term.discount, (ends - begins).days, (ends - starts).days)
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
