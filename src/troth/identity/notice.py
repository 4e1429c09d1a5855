"""What every page tells whoever has not confirmed their e-mail address."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email


def unconfirmed(request: HttpRequest) -> dict[str, object]:
    """A context processor. It asks the database only where the session did not already."""
    return {"unconfirmed": SimpleLazyObject(lambda: _is_unconfirmed(request))}


def _is_unconfirmed(request: HttpRequest) -> bool:
    person = request.user
    if not isinstance(person, Person):
        return False
    confirmed = getattr(person, "confirmed", None)
    return not (has_verified_email(person) if confirmed is None else confirmed)
