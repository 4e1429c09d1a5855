"""A browser in which somebody has signed in before, told by a cookie.

Strangers who guess a password cannot keep its owner out there: their guesses are counted apart
(OWASP, Slow Down Online Guessing Attacks with Device Cookies). The cookie opens nothing. It is set
only where the policy names it, and known only until the password changes.
"""

import re
from datetime import date, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from troth.accounts.models import Person
from troth.core.provider import salt
from troth.policy.language import Cookie
from troth.publishing.running import policy_on

_NAME = "device"  # as a policy names it
_PEOPLE = 5  # whose browser one may be
_COOKIE = re.compile(r"([\w-]{22})((?:\.[0-9a-f]{32}){1,5})", re.ASCII)


def known_device(request: HttpRequest, person: Person) -> str:
    """What tells this browser from others, where this person has signed in by it; else empty.

    All in which they are signed in without the cookie are one: a session's key can be renewed.
    """
    number, marks = _read(request)
    mine = _mark(number, person)
    if any(constant_time_compare(mark, mine) for mark in marks):
        return number
    return "signed in" if request.user == person else ""


def remember_device(request: HttpRequest, response: HttpResponse, person: Person, on: date) -> None:
    """Let this browser be known as one of a person's, for as long as the policy says."""
    cookies = policy_on(on).tables.cookie.values()
    cookie = next((each for each in cookies if _NAME in each.names), None)
    if cookie is None or cookie.consent:
        return
    number, marks = _read(request)
    number = number or token_urlsafe(16)  # 22 characters
    mine = _mark(number, person)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        ".".join([number, mine, *(mark for mark in marks if mark != mine)][: _PEOPLE + 1]),
        max_age=_age(cookie, on),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """The number of a browser, and a mark of each person who has signed in by it."""
    sent = _COOKIE.fullmatch(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))
    return (sent[1], sent[2].split(".")[1:]) if sent else ("", [])


def _mark(number: str, person: Person) -> str:
    bound = f"{number} {person.pk} {person.get_session_auth_hash()}"
    return salted_hmac(salt("troth.identity.device"), bound, algorithm="sha256").hexdigest()[:32]


def _age(cookie: Cookie, on: date) -> timedelta | None:
    return None if cookie.lasts == "session" else cookie.lasts.after(on) - on
