"""Count what a person does by the limits of ACCOUNT_RATE_LIMITS."""

from allauth.account import app_settings
from allauth.core.internal.ratelimit import get_cache_key, parse_rates
from django.core.cache import cache
from django.http import HttpRequest

from troth.accounts.models import Person

_APP = "allauth.account"  # whose table of limits it is


def within_limit(request: HttpRequest, action: str, person: Person) -> bool:
    """Whether a person may do something once more, which is counted.

    It is for what is counted by person, and by us alone: allauth counts by four statements, under
    a lock that it makes in the cache. Where it may not be, `portal.errors.too_many` says until
    when.
    """
    return all(
        cache.count(  # type: ignore[attr-defined]  # ours has it
            get_cache_key(request, app=_APP, action=action, rate=rate, user=person),
            most=rate.amount,
            within=rate.duration,
        )
        for rate in parse_rates(app_settings.RATE_LIMITS.get(action))
    )
