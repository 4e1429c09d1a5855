"""Mail what staff wrote in a ticket to the people of the account whom it concerns."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.accounts.models import Account, Membership, Person
from troth.core.errors import TrothError
from troth.gates.opens import opens
from troth.support.models import Ticket, TicketMessage
from troth.support.tickets.mail_about import mail_about


def tell(ticket: Ticket, account: Account, message: TicketMessage, *, at: datetime) -> None:
    """Mail a message of ours; answers lead back to the ticket.

    Raises TrothError where the account has nobody to write to.
    """
    people = concerned(ticket, account)
    if not people:
        raise TrothError(_("This account has no owner who could be written to."))
    for person in people:
        mail_about(
            ticket,
            account,
            person,
            message.body,
            by_mail=gettext_lazy(
                "To answer, reply to this message, or write in your account:\n%(link)s"
            ),
            by_page=gettext_lazy("To answer, write in your account:\n%(link)s"),
            at=at,
        )


def concerned(ticket: Ticket, account: Account) -> list[Person]:
    """Who opened the ticket or wrote in it, and may still see it; else the owner, if there is one.

    An account without an owner, or with one who is gone, has nobody.
    """
    members = Membership.objects.filter(account=account).select_related("person", "account")
    may = {each.person_id: each for each in members.order_by("pk") if opens(each, Ticket)}
    wrote = {ticket.opened_by_id, *ticket.messages.values_list("author", flat=True)}
    found = [each.person for key, each in may.items() if key in wrote]
    owners = [each.person for each in may.values() if each.role == Membership.Role.OWNER]
    return found or owners[:1]
