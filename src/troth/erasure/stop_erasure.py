"""Stop an erasure by the link in the mail that tells of it, which needs no sign-in.

The link names the request and whose it is, signed. Whoever asked may know the password, so that
every session ends as well.
"""

from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from troth.accounts.end_sessions import end_sessions
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.core.provider import salt
from troth.requests.models import RightsRequest
from troth.requests.take_back import take_back


def token_for(request: RightsRequest) -> str:
    """The part of a link that says which erasure is stopped."""
    assert request.person
    return _signer().sign(f"{request.person.pseudonym.hex}.{request.pk}")


def named_by(token: str) -> RightsRequest | None:
    """The request that a token names; None once it is closed. Raises TrothError if forged."""
    try:
        pseudonym, number = _signer().unsign(token).split(".")
    except BadSignature:
        raise TrothError(_("This link is incomplete; open it again from the message.")) from None
    waiting = RightsRequest.objects.filter(state=RightsRequest.State.OPEN, right="erase")
    return waiting.filter(pk=number, person__pseudonym=UUID(pseudonym)).first()


@act
def stop_erasure(token: str, *, at: datetime) -> None:
    """Take back the erasure that a token names, and end every session of its person.

    Twice, or after the erasure, changes nothing. Raises TrothError for a forged token.
    """
    request = named_by(token)
    if request and request.person:
        take_back(request, at=at)
        end_sessions(request.person)


def _signer() -> Signer:
    return Signer(sep=".", salt=salt("troth.erasure.stop"))
