"""Tell who opened a ticket its number."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.core.provider import provider
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send
from troth.messaging.thread import thread_of
from troth.support.models import Ticket


def confirm(ticket: Ticket, account: Account, person: Person, *, at: datetime) -> None:
    """Mail it, by the rule of messages that nobody can decline; answers lead to the ticket."""
    with in_language_of(person, at=at):
        named = {"number": ticket.pk, "subject": ticket.subject}
        subject = _("Ticket %(number)s: %(subject)s") % named
        text = _(
            "We have received your message and opened ticket %(number)s for it. You will get our "
            "answer by e-mail, and find it in your account."
        )
        body = letter(person, f"{text % named}\n\n{_way_back(ticket, account)}", at=at)
    thread = thread_of("ticket", ticket.pk)
    send(person, account=account, subject=subject, body=body, at=at, thread=thread)


def _way_back(ticket: Ticket, account: Account) -> str:
    where = {"link": link("ticket", account.pk, ticket.pk)}
    if provider().mailbox:
        said = _("To add something, reply to this message, or write in your account:\n%(link)s")
    else:
        said = _("To add something, write in your account:\n%(link)s")
    return said % where
