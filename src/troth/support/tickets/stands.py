"""Whether what somebody writes in a ticket stands there already."""

from collections.abc import Sequence
from hashlib import sha256

from django.db.models import QuerySet

from troth.accounts.models import Person
from troth.requests.mailbox.files import MailFile
from troth.support.models import TicketMessage


def stands(
    messages: QuerySet[TicketMessage], text: str, *, by: Person, files: Sequence[MailFile] = ()
) -> TicketMessage | None:
    """The one of these messages that says the same, with the same files; else None."""
    came = sorted((file.name, _digest(file.content)) for file in files)
    for message in messages.filter(author=by, body=text):
        beside = message.ticket.messages.filter(author=by, at=message.at).exclude(attachment="")
        if sorted((each.attachment_name, _stored(each)) for each in beside) == came:
            return message
    return None


def _stored(message: TicketMessage) -> bytes:
    """The digest of a file that is kept; empty where it is there no longer."""
    try:
        with message.attachment.open("rb") as file:
            return _digest(file.read())
    except FileNotFoundError:
        return b""


def _digest(content: bytes) -> bytes:
    return sha256(content).digest()
