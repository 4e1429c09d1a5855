"""Whether a person's e-mail address is known to be theirs."""

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.errors import TrothError


class UnverifiedError(TrothError):
    """The person has not shown yet that they read the mail of their address."""


def has_verified_email(person: Person) -> bool:
    """Whether the person opened a link that went to the address which they have now.

    What was shown is shown of that address alone: another one starts anew.
    """
    return is_confirmed(person, person.email)


def is_confirmed(person: Person, email: str) -> bool:
    """Whether the person opened a link that went to this address."""
    mine = EmailAddress.objects.filter(user=person, email=email)
    return bool(mine.filter(verified=True).exists())


def need_verified_email(person: Person) -> None:
    """Raises UnverifiedError unless `has_verified_email`."""
    if not has_verified_email(person):
        raise UnverifiedError(
            _(
                "Please confirm your e-mail address first, with the link we mailed to you. You "
                "can request a new one under Security."
            )
        )
