"""The link by which somebody comes to the account that staff have opened for them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.accounts.verified import has_verified_email
from troth.core.errors import TrothError
from troth.core.provider import salt
from troth.messaging.link import link

VALID = timedelta(days=7)


class OverError(TrothError):
    """The link was good once."""


def welcome_link(person: Person, *, at: datetime) -> str:
    """A link that is good for VALID, for this address, and until its owner has come by it."""
    made = int(at.timestamp())
    return link("welcome", _signer(person).sign(f"{person.pseudonym.hex}.{made}"))


def awaited(account: Account) -> Person | None:
    """The owner of an account that staff have opened, while they have not come to it."""
    owner = owner_of(account) if account.came_by else None
    return owner if owner and not has_verified_email(owner) else None


def opened_by(key: str, *, at: datetime) -> Person:
    """Whose link it is. Raises TrothError for a made-up one, OverError for one that was good."""
    person, made_at = _read(key)
    if has_verified_email(person):
        raise OverError(_("You have used this link already. Sign in with your password."))
    if made_at + VALID <= at:
        raise OverError(_("This link has expired. Ask us to send you another one."))
    return person


def _read(key: str) -> tuple[Person, datetime]:
    """Who is named, and when. Raises TrothError for what was not signed here."""
    try:
        pseudonym, made, _signature = key.split(".")
        person = Person.objects.filter(pseudonym=UUID(pseudonym), is_staff=False).first()
        if person:
            _signer(person).unsign(key)
            return person, datetime.fromtimestamp(int(made), UTC)
    except (BadSignature, ValueError):
        pass
    raise TrothError(_("This link is not ours, or was cut off in the mail."))


def _signer(person: Person) -> Signer:
    return Signer(sep=".", salt=salt(f"troth.people.welcome:{person.email}"))
