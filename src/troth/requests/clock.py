"""The deadline of a request: calendar days, months or business days, as its rule says.

A month runs to the same day of the next one (Art. 12(3) GDPR). Business days are Monday to
Friday without the public holidays of the provider's country and its own closing days.
"""

from collections.abc import Container
from datetime import date, datetime
from functools import lru_cache

from holidays import country_holidays

from troth.core.day import day_at
from troth.core.duration import Duration, business_days_between
from troth.core.provider import provider
from troth.policy.parse import Policy
from troth.requests.models import RightsRequest
from troth.requests.rules import rule_of


def due_on(rule: str, asked: date, policy: Policy) -> date | None:
    """The last day for the answer; None where the policy names none."""
    within = rule_of(rule, policy).within
    return within.after(asked, closing_days(policy)) if within else None


def days_left(request: RightsRequest, *, on: date) -> int | None:
    """The days from `on` until the deadline, below 0 once it passed; None where there is none.

    They stand still while the clock does.
    """
    if request.due_on is None:
        return None
    return (request.due_on - (day_at(request.paused_at) if request.paused_at else on)).days


def moved(request: RightsRequest, policy: Policy, *, to: datetime) -> date | None:
    """The deadline of a request whose clock stood since `paused_at`, were it to run on at `to`."""
    if request.due_on is None or request.paused_at is None:
        return request.due_on
    start, end = day_at(request.paused_at), day_at(max(to, request.paused_at))
    right = rule_of(request.rule, policy)
    if right.within and right.within.unit == "business day":
        stood = Duration(business_days_between(start, end, closing_days(policy)), "business day")
    else:
        stood = Duration((end - start).days, "day")
    return stood.after(request.due_on, closing_days(policy))


def closing_days(policy: Policy) -> Container[date]:
    """The days, other than weekends, on which the provider does not work."""
    return _closing_days(policy.tables.provider.country, provider().closed)


@lru_cache(maxsize=8)
def _closing_days(country: str, own: tuple[date, ...]) -> Container[date]:
    try:
        days = country_holidays(country)
    except NotImplementedError:  # a country whose holidays the library does not know
        return frozenset(own)
    days.update(dict.fromkeys(own, "closed"))
    return days
