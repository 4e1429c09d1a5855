"""Mail what staff wrote in a ticket to the people of the account whom it concerns."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account, Membership, Person
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.gates.opens import opens
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send
from troth.messaging.thread import thread_of
from troth.support.models import Ticket, TicketMessage


def tell(ticket: Ticket, account: Account, message: TicketMessage, *, at: datetime) -> None:
    """Mail a message of ours, by the rule of messages that nobody can decline.

    Answers lead back to the ticket. Raises TrothError where the account has nobody to write to.
    """
    people = concerned(ticket, account)
    if not people:
        raise TrothError(_("This account has no owner who could be written to."))
    for person in people:
        with in_language_of(person, at=at):
            named = {"number": ticket.pk, "subject": ticket.subject}
            subject = _("Ticket %(number)s: %(subject)s") % named
            body = letter(person, f"{message.body}\n\n{_way_back(ticket, account)}", at=at)
        thread = thread_of("ticket", ticket.pk)
        send(person, account=account, subject=subject, body=body, at=at, thread=thread)


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


def _way_back(ticket: Ticket, account: Account) -> str:
    where = {"link": link("ticket", account.pk, ticket.pk)}
    if provider().mailbox:
        return _("To answer, reply to this message, or write in your account:\n%(link)s") % where
    return _("To answer, write in your account:\n%(link)s") % where
