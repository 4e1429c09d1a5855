"""Open a ticket for a customer, such as after a call."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.support.models import Ticket, TicketMessage
from troth.support.tickets.begin import begin
from troth.support.tickets.tell import tell


@act
def open_ticket(account: Account, subject: str, text: str, *, by: Person, at: datetime) -> Ticket:
    """The ticket, with its first message; the owner of the account is mailed it.

    The same once more, before anybody has written in it, is the ticket that there is. by: a member
    of staff, whom the customer is not told by name. Raises TrothError for an account without an
    owner, RestrictedError under restriction.
    """
    account = lock_or_refuse(account)
    refuse_restricted("support.tickets.open_ticket.open_ticket", account)
    latest = account.tickets.filter(deleted_at=None).order_by("-pk").first()
    if latest and latest.closed_at is None and latest.subject == subject:
        said = [*latest.messages.order_by("pk").values_list("body", "author")[:2]]
        if said == [(text, by.pk)]:
            return latest
    ticket = begin(account, subject, by=by, at=at)
    message = TicketMessage.objects.create(
        account=account,
        ticket=ticket,
        author=by,
        at=at,
        body=text,
        came_by=TicketMessage.CameBy.STAFF,
    )
    tell(ticket, account, message, at=at)
    return ticket
