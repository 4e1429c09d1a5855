"""Write in a ticket, as one of the account's people."""

from collections.abc import Sequence
from datetime import datetime

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.publishing.evidence import note
from troth.requests.mailbox.files import MailFile
from troth.support.events import TICKET_WRITTEN
from troth.support.models import Ticket, TicketMessage
from troth.support.tickets.locked import locked
from troth.support.tickets.say import say
from troth.support.tickets.stands import stands

CameBy = TicketMessage.CameBy


@act
def write(
    ticket: Ticket,
    text: str,
    *,
    by: Person,
    at: datetime,
    came_by: CameBy = CameBy.AREA,
    files: Sequence[MailFile] = (),
) -> TicketMessage:
    """Add what somebody wrote; a ticket that was closed is open again, and waits for staff.

    The same once more, before staff have answered or the ticket was closed, is one message: a
    second click, or a mail that was delivered twice. Raises TrothError for a ticket that was
    deleted.
    """
    current, account = locked(ticket)
    lately = current.messages.order_by("-at", "-pk")
    ours = lately.filter(came_by=CameBy.STAFF).first()
    if ours:
        lately = lately.filter(pk__gt=ours.pk)
    if current.closed_at is None and (found := stands(lately, text, by=by, files=files)):
        return found
    if current.closed_at:
        current.closed_at = None
        current.save(update_fields=["closed_at"])
    message = say(current, account, text, by=by, at=at, came_by=came_by, files=files)
    note(
        TICKET_WRITTEN,
        "keep.ticket",
        at=at,
        subject=account.pseudonym,
        counts={"ticket": current.pk},
    )
    return message
