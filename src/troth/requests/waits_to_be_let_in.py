"""Who asks to be let in again is there, though no sign-in shows it."""

from contextlib import suppress
from datetime import datetime

from troth.accounts.count_as_attempt import count_as_attempt
from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.requests.models import RightsRequest


def count_who_waits(*, at: datetime) -> None:
    """Count every open request to be let in as an attempt of today to sign in."""
    waiting = RightsRequest.objects.filter(right="recover", state=RightsRequest.State.OPEN)
    for request in waiting.select_related("person").defer("person__password"):
        count_who_asks(request.person, request.signs_in_as, at=at)


def count_who_asks(person: Person | None, signs_in_as: str, *, at: datetime) -> None:
    """Count it for the person who asks, or as whose they say that they sign in; if there is one."""
    if found := person or Person.objects.by_email(signs_in_as):
        with suppress(TrothError):  # gone meanwhile, or in use
            count_as_attempt(found, at=at)
