"""The way to whoever asked: what is decided about a request is mailed with the decision."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.messaging.language import in_language_of
from troth.messaging.send import send, send_to_stranger
from troth.messaging.thread import thread_of
from troth.requests.models import RightsRequest
from troth.requests.words import RIGHTS


def can_write(request: RightsRequest) -> bool:
    """Whether there is an address to write to; else somebody calls or writes a letter."""
    return bool(request.person or _elsewhere(request))


def tell(
    request: RightsRequest,
    text: str,
    *,
    at: datetime,
    account: Account | None = None,
    secret: bool = False,
    discloses: bool = False,
) -> None:
    """Mail a text about a request to whoever asked, if there is an address.

    To a person who is known it goes to the registered address, wherever the request came from:
    that one is theirs for sure. Who asks to regain access cannot read there, and is written to
    where they say. The transaction is the caller's; closing the request of somebody who is not
    known forgets the address, so they are told before. secret: as for `send`. discloses: it says
    something of somebody, or what was done for them, and so does not go where a mail asked to have
    its answer, since anybody can ask that.
    """
    with in_language_of(request.person, at=at):
        subject = _("Your request: %(right)s") % {"right": RIGHTS.get(request.right, request.right)}
    elsewhere = _elsewhere(request, discloses=discloses or request.right == "recover")
    thread = thread_of("request", request.pk)
    if request.person:
        address = elsewhere if request.right == "recover" else ""
        send(
            request.person,
            subject=subject,
            body=text,
            at=at,
            address=address,
            secret=secret,
            thread=thread,
        )
    elif elsewhere:
        send_to_stranger(elsewhere, account, subject=subject, body=text, at=at, thread=thread)


def _elsewhere(request: RightsRequest, *, discloses: bool = False) -> str:
    """Where whoever asked says that they are reached; blank where that is no e-mail address."""
    if request.reply_to and not discloses:
        return request.reply_to
    return request.sender if "@" in request.sender else ""
