"""What one of the account's people wrote in a ticket, with the files that came with it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db.models import QuerySet

from troth.accounts.models import Account, Person
from troth.requests.mailbox.files import MailFile
from troth.support.models import Ticket, TicketMessage


def say(
    ticket: Ticket,
    account: Account,
    text: str,
    *,
    by: Person,
    at: datetime,
    came_by: TicketMessage.CameBy,
    files: Sequence[MailFile] = (),
) -> TicketMessage:
    """Put it into a ticket that is locked, and return the message. The first file stands with it.

    Each further file is a message without words, of the same moment.
    """
    said = [
        TicketMessage(
            account=account,
            ticket=ticket,
            author=by,
            author_name=by.name,
            at=at,
            body=text if first else "",
            came_by=came_by,
        )
        for first in (True, *[False] * (len(files) - 1))
    ]
    for message, file in zip(said, files, strict=False):
        message.attachment.save("file", ContentFile(file.content), save=False)
        message.attachment_name = file.name
    for message in said:
        message.save()
    return said[0]


def stands(
    messages: QuerySet[TicketMessage], text: str, *, by: Person, files: Sequence[MailFile] = ()
) -> TicketMessage | None:
    """The one of these messages that says the same, with files of the same names; else None."""
    names = sorted(file.name for file in files)
    for message in messages.filter(author=by, body=text):
        beside = message.ticket.messages.filter(author=by, at=message.at).exclude(attachment="")
        if sorted(beside.values_list("attachment_name", flat=True)) == names:
            return message
    return None
