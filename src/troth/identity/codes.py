"""Codes with which sites ask who has signed in: for a minute, and no longer than what opened them.

Allauth keeps them in the cache, by the code alone. Those of a person share a mark here, and are
good while it stands.
"""

from secrets import token_urlsafe

from allauth.idp.oidc import app_settings
from django.core.cache import cache

from troth.accounts.models import Person

LAST = app_settings.AUTHORIZATION_CODE_EXPIRES_IN  # seconds


def hand_out(code: str, person: Person) -> None:
    """Have a code end with the access of a person."""
    mark = cache.get_or_set(_mark_of(person.pk), token_urlsafe, timeout=LAST)
    cache.touch(_mark_of(person.pk), timeout=LAST)
    cache.set(f"whose code {code}", [person.pk, mark], timeout=LAST)


def is_good(code: str) -> bool:
    """Whether the access of whoever let a site have this code goes on."""
    number, mark = cache.get(f"whose code {code}", [None, None])
    return mark is not None and mark == cache.get(_mark_of(number))


def end_codes(person: Person) -> None:
    """End the codes of a person that no site has shown yet."""
    cache.delete(_mark_of(person.pk))


def _mark_of(number: int) -> str:
    return f"codes of {number}"
