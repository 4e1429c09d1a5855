"""Find the person that a command names by e-mail address."""

from typing import TYPE_CHECKING

from troth.core.errors import TrothError

if TYPE_CHECKING:
    from troth.accounts.models import Person


def by_email(email: str) -> "Person":
    """The person who signs in with `email`.

    Raises TrothError without repeating the address, since error texts end up in logs.
    """
    from troth.accounts.models import Person

    person = Person.objects.by_email(email)
    if person is None:
        raise TrothError(
            "Nobody with this e-mail address is held here: never known, or erased already."
        )
    return person
