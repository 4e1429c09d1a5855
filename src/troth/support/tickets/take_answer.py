"""Add a mail that answers one of ours to the ticket which that was about."""

from datetime import datetime

from troth.accounts.models import Membership, Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.opens import opens
from troth.requests.models import RightsRequest
from troth.requests.put_aside import put_aside
from troth.support.models import Ticket, TicketMessage
from troth.support.tickets.files_with import files_with
from troth.support.tickets.write import write

CameBy = TicketMessage.CameBy


@act
def take_answer(number: int, mail: RightsRequest, *, automatic: bool, at: datetime) -> bool:
    """Whether it was added: only from somebody of the account who may see the ticket.

    Whoever else holds the mark, such as by a mail that was passed on, is nobody here: staff sort
    that mail. Nor is anything added that a program may have written (`automatic`), or to a ticket
    that is gone. Where the mail server does not vouch for the sender, the message says so. The
    mail itself is put aside; it stays in the mailbox, and as it came with what is put aside, but
    for one whose sender is not proven. Its files stand with the message, see `files_with`.
    """
    ticket = Ticket.objects.select_related("account").filter(pk=number).first()
    if ticket is None or ticket.account is None or automatic:
        return False
    sender = mail.person or Person.objects.by_email(mail.sender)
    mine = Membership.objects.filter(account=ticket.account, person=sender)
    membership = mine.select_related("account").first() if sender else None
    if sender is None or membership is None or not opens(membership, Ticket):
        return False
    came_by = CameBy.MAIL if mail.person else CameBy.UNPROVEN
    try:
        files = files_with(mail)
        write(ticket, mail.text, by=sender, at=at, came_by=came_by, files=files)
    except TrothError:
        return False
    put_aside(mail, "ticket", at=at)
    return True
