"""Open a ticket as one of the account's people."""

from collections.abc import Sequence
from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.requests.mailbox.files import MailFile
from troth.support.models import Ticket, TicketMessage
from troth.support.tickets.begin import begin
from troth.support.tickets.confirm import confirm
from troth.support.tickets.say import say
from troth.support.tickets.stands import stands

CameBy = TicketMessage.CameBy


@act
def ask(
    account: Account,
    subject: str,
    text: str,
    *,
    by: Person,
    at: datetime,
    came_by: CameBy = CameBy.AREA,
    files: Sequence[MailFile] = (),
) -> Ticket:
    """The ticket, with its first message; it waits for staff, and who asked is mailed its number.

    The same once more, before anybody has written in it, is the ticket that there is. by: who may
    see tickets of the account, which the caller has made sure of. Raises GoneError where the
    account is gone.
    """
    account = lock_or_refuse(account)
    latest = account.tickets.filter(deleted_at=None, opened_by=by).order_by("-pk").first()
    if latest and latest.closed_at is None and latest.subject == subject:
        others = latest.messages.exclude(author=by).exists()
        if not others and stands(latest.messages.all(), text, by=by, files=files):
            return latest
    ticket = begin(account, subject, by=by, at=at)
    say(ticket, account, text, by=by, at=at, came_by=came_by, files=files)
    confirm(ticket, account, by, at=at)
    return ticket
