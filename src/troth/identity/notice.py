"""What every page tells whoever has an e-mail address that is not confirmed, or wrong."""

from datetime import date
from typing import TypedDict

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from troth.accounts.emptied import is_emptied
from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.messaging.unreachable import to_be_right_by


class Unreachable(TypedDict):
    """Until when another address is asked for, and whether the one before is emptied already."""

    by: date
    emptied: bool


def unconfirmed(request: HttpRequest) -> dict[str, object]:
    """A context processor. It asks the database only where the session did not already."""
    return {
        "unconfirmed": SimpleLazyObject(lambda: _is_unconfirmed(request)),
        "unreachable": SimpleLazyObject(lambda: _unreachable(request)),
    }


def _is_unconfirmed(request: HttpRequest) -> bool:
    person = getattr(request, "user", None)  # pages of errors come before it is known
    if not isinstance(person, Person):
        return False
    confirmed = getattr(person, "confirmed", None)
    return not (has_verified_email(person) if confirmed is None else confirmed)


def _unreachable(request: HttpRequest) -> Unreachable | None:
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return None
    last = to_be_right_by(person, at=timezone.now())
    return Unreachable(by=last, emptied=is_emptied(person.email)) if last else None
