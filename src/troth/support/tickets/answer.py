"""Answer in a ticket, as staff."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note
from troth.support.events import TICKET_ANSWERED
from troth.support.models import Ticket, TicketMessage
from troth.support.tickets.locked import locked
from troth.support.tickets.tell import tell


@act
def answer(ticket: Ticket, text: str, *, by: Person, at: datetime) -> TicketMessage:
    """Mail an answer to whoever wrote in the ticket; it stands there as well.

    The same answer once more, before anybody has written again, is the one that there is. Raises
    TrothError where the ticket is closed, or nobody is left to answer.
    """
    current, account = locked(ticket)
    if current.closed_at:
        raise TrothError(_("This ticket is closed. Reopen it first."))
    latest = current.messages.order_by("-at", "-pk").first()
    if latest and latest.is_ours and latest.author_id == by.pk and latest.body == text:
        return latest
    message = TicketMessage.objects.create(
        account=account,
        ticket=current,
        author=by,
        at=at,
        body=text,
        came_by=TicketMessage.CameBy.STAFF,
    )
    tell(current, account, message, at=at)
    note(
        TICKET_ANSWERED,
        "keep.ticket",
        at=at,
        subject=account.pseudonym,
        counts={"ticket": current.pk},
    )
    return message
