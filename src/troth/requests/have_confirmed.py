"""Who asks to be let in shows first that they read the mail of the address which they gave.

Only then staff can make that address the way in: one that was mistyped is somebody else's.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.core.number import number_in
from troth.core.provider import salt
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send, send_to_stranger
from troth.messaging.thread import thread_of
from troth.requests.confirm_sender import has_confirmed_sender
from troth.requests.events import CONFIRMATION_ASKED
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note

_GOOD_FOR = timedelta(days=3)


@act
def have_confirmed(request: RightsRequest, address: str, *, at: datetime) -> None:
    """Mail a link to the address at which whoever asks wants to be reached from now on.

    It takes the place of one that was given before, whose link ends. Raises TrothError for a
    request of another kind, and once an address is confirmed.
    """
    current = locked(request)
    if current.right != "recover" or has_confirmed_sender(current):
        raise TrothError(_("There is no address to confirm, or it has already been confirmed."))
    current.sender = Person.objects.normalize_email(address)
    current.save(update_fields=["sender"])
    note(CONFIRMATION_ASKED, current, at=at)
    ask_to_confirm(current, at=at)


def ask_to_confirm(request: RightsRequest, *, at: datetime, reads: str = "") -> None:
    """Mail a link to the sender of a request. `reads`: the language of the page they are on."""
    with in_language_of(request.person, at=at, reads=reads):
        subject = _("Please confirm that we can reach you here")
        text = _(
            "Somebody asked us to let them back into an account and gave this address to be "
            "reached at. If it was you, please confirm it; only then can we continue. The link is "
            "valid for three days:\n\n%(link)s\n\nIf it was not you, there is nothing you need to "
            "do."
        ) % {"link": link("recover_confirm", _signer(request).sign(str(request.pk)))}
        body = letter(None, text, at=at)  # whoever reads there may be anybody
    told: dict[str, Any] = {
        "subject": subject,
        "body": body,
        "at": at,
        "secret": True,
        "thread": thread_of("request", request.pk),
    }
    if request.person:
        send(request.person, address=request.sender, **told)
    else:
        send_to_stranger(request.sender, None, **told)


def asked_by(key: str) -> RightsRequest | None:
    """The open request to whose sender a link with this key went; None once it has another."""
    number = number_in(key.partition(":")[0])
    waiting = RightsRequest.objects.filter(right="recover", state=RightsRequest.State.OPEN)
    request = waiting.filter(pk=number or 0).first()
    try:
        return request if request and _signer(request).unsign(key, max_age=_GOOD_FOR) else None
    except BadSignature:
        return None


def _signer(request: RightsRequest) -> TimestampSigner:
    """Of one address: a link that went to a mistyped one ends when that is corrected."""
    return TimestampSigner(salt=salt(f"troth.portal.reached {request.sender}"))
