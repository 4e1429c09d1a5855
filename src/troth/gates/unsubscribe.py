"""Withdraw a consent by the link in each message (RFC 8058), which needs no sign-in.

The link holds the person's pseudonym and the consent, signed; it never expires, since nobody
should have to keep getting what they do not want because a message is old.
"""

from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.core.provider import salt
from troth.gates.consent import holds, withdraw
from troth.publishing.running import policy_on


def token_for(person: Person, consent: str) -> str:
    """The part of a link that says who withdraws what."""
    return _signer().sign(f"{person.pseudonym.hex}.{consent}")


def named_by(token: str) -> tuple[UUID, str]:
    """The person's pseudonym and the consent in a token; raises TrothError for a forged one."""
    try:
        pseudonym, consent = _signer().unsign(token).split(".")
    except BadSignature:
        raise TrothError(_("This link is incomplete; open it again from the message.")) from None
    return UUID(pseudonym), consent


@act
def unsubscribe(token: str, *, at: datetime) -> None:
    """Withdraw the consent that a token names; twice, or after an erasure, changes nothing.

    Raises TrothError for a forged token.
    """
    pseudonym, consent = named_by(token)
    # The lock makes of two clicks one event.
    person = Person.objects.select_for_update().filter(pseudonym=pseudonym).first()
    if person is None or consent not in policy_on(at).tables.consent:
        return
    if holds(person, consent, at=at):
        withdraw(person, consent, at=at, channel="link")


def _signer() -> Signer:
    return Signer(sep=".", salt=salt("troth.privacy.unsubscribe"))
