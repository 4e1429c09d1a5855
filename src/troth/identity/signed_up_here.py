"""Whether somebody has signed up in this browser, told by a mark in its session.

The mark opens nothing without the mailed link, and is no good once they have signed in or have
another address or password. Where the address was known it is made up, of the same length.
"""

from secrets import token_hex

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from troth.accounts.models import Person
from troth.accounts.sessions import SIGNED_UP
from troth.core.provider import salt


def mark_sign_up(request: HttpRequest, person: Person | None) -> None:
    """Remember who has just signed up here; of a known address, nobody."""
    request.session[SIGNED_UP] = _mark(person) if person else token_hex(32)


def signed_up_here(request: HttpRequest, person: Person) -> bool:
    """Whether this is who signed up here last, and has not signed in anywhere since."""
    kept = request.session.get(SIGNED_UP, "")
    return not person.last_login and constant_time_compare(kept, _mark(person))


def _mark(person: Person) -> str:
    bound = f"{person.pk} {person.email} {person.get_session_auth_hash()}"
    return salted_hmac(salt("troth.identity.signed_up"), bound, algorithm="sha256").hexdigest()
