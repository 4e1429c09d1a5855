"""The way to whoever asked: what is decided about a request is mailed with the decision."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.messaging.language import in_language_of
from troth.messaging.send import send, send_to_stranger
from troth.requests.models import RightsRequest
from troth.requests.words import RIGHTS


def can_write(request: RightsRequest) -> bool:
    """Whether there is an address to write to; else somebody calls or writes a letter."""
    return request.person is not None or "@" in request.sender


def tell(
    request: RightsRequest,
    text: str,
    *,
    at: datetime,
    account: Account | None = None,
    secret: bool = False,
) -> None:
    """Mail a text about a request to whoever asked, if there is an address.

    To a person who is known it goes to the registered address, wherever the request came from:
    that one is theirs for sure. Who asks to regain access cannot read there, and is written to
    where they say. The transaction is the caller's; closing the request of somebody who is not
    known forgets the address, so they are told before. secret: as for `send`.
    """
    with in_language_of(request.person, at=at):
        subject = _("Your request: %(right)s") % {"right": RIGHTS.get(request.right, request.right)}
    elsewhere = request.sender if "@" in request.sender else None
    if request.person:
        address = elsewhere if request.right == "recover" else None
        send(request.person, subject=subject, body=text, at=at, address=address, secret=secret)
    elif elsewhere:
        send_to_stranger(elsewhere, account, subject=subject, body=text, at=at)
