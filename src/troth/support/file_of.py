"""Hand out a file that came with a message of a ticket."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from troth.support.models import Ticket


def file_of(ticket: Ticket, number: int) -> FileResponse:
    """The file of the message with this number, to be stored and never shown by the browser.

    Raises Http404 where the ticket has none.
    """
    found = get_object_or_404(ticket.messages, pk=number)
    if not found.attachment:
        raise Http404
    try:
        opened = found.attachment.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    # Whoever sent it chose its name, and could have chosen its type: neither is believed.
    name = " ".join(found.attachment_name.split()) or "attachment"
    return FileResponse(
        opened, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
