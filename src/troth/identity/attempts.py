"""Guesses at a password or a code: how many may be wrong, and how long one waits then.

Those from a browser in which the person has signed in before are counted by themselves, all others
by where they come from, and only then together: strangers lock nobody out of their own device.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.core.internal.ratelimit import (
    RateLimitUsage,
    clear,
    consume,
    get_cache_key,
    get_ip,
    parse_rates,
)
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from troth.accounts.models import Person
from troth.identity.device import known_device
from troth.portal.wait import please_wait

_APP = "allauth.account"  # whose table of limits it is


def attempt(
    request: HttpRequest, whose: str, person: Person | None, *, way_out: str = ""
) -> RateLimitUsage:
    """Count a guess, to be rolled back if it is right. Raises ValidationError with the wait.

    whose: what is guessed at, such as the address that was typed. person: who that is, if anybody.
    way_out: what whoever does not want to wait can do.
    """
    counted = RateLimitUsage(usage=[])
    limits = _limits(request, whose, person)
    for action, key in limits:
        usage = consume(request, app=_APP, action=action, key=key)
        if usage is None:
            counted.rollback()
            told = please_wait(max(_wait(request, *limit) for limit in limits))
            raise ValidationError(f"{told} {way_out}".strip())
        counted.usage += usage.usage
    return counted


def forgive(request: HttpRequest, whose: str) -> None:
    """Forget the guesses of strangers at what is no longer to be guessed."""
    clear(request, app=_APP, action="guess_here", key=f"{whose} {get_ip(request)}")
    clear(request, app=_APP, action="guess_anywhere", key=whose)


def _limits(request: HttpRequest, whose: str, person: Person | None) -> list[tuple[str, str]]:
    """The actions of ACCOUNT_RATE_LIMITS by which a guess is counted, each with its key."""
    if person and (device := known_device(request, person)):
        return [("guess_known", f"{whose} {device}")]
    return [
        ("guess_from", ""),
        ("guess_here", f"{whose} {get_ip(request)}"),
        ("guess_anywhere", whose),
    ]


def _wait(request: HttpRequest, action: str, key: str) -> float:
    """The seconds until one more is let through; none or less where it is now."""
    waits = [0.0]
    for rate in parse_rates(app_settings.RATE_LIMITS[action]):
        where = get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
        latest: list[Any] = cache.get(where, [])  # the latest first
        if len(latest) >= rate.amount:
            waits.append(latest[rate.amount - 1] + rate.duration - time.time())
    return max(waits)
