"""What every page tells whoever has not confirmed their e-mail address."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email


def unconfirmed(request: HttpRequest) -> dict[str, object]:
    """A context processor. It asks the database only where a page wants to know."""
    return {"unconfirmed": SimpleLazyObject(lambda: _is_unconfirmed(request))}


def _is_unconfirmed(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and not has_verified_email(request.user)
