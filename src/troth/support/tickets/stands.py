"""Whether what somebody writes in a ticket stands there already."""

from collections.abc import Sequence

from django.db.models import QuerySet

from troth.accounts.models import Person
from troth.requests.mailbox.files import MailFile
from troth.support.models import TicketMessage


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
