"""Mail somebody of the account about a ticket; answers lead back to it."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.core.provider import provider
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send
from troth.messaging.thread import thread_of
from troth.support.models import Ticket


def mail_about(
    ticket: Ticket,
    account: Account,
    person: Person,
    text: str,
    *,
    by_mail: Promise,
    by_page: Promise,
    at: datetime,
) -> None:
    """Mail it, by the rule of messages that nobody can decline.

    by_mail, by_page: how one goes on, with a `%(link)s` to the ticket: where answers to mails are
    read, and where they are not.
    """
    with in_language_of(person, at=at):
        named = {"number": ticket.pk, "subject": ticket.subject}
        subject = _("Ticket %(number)s: %(subject)s") % named
        way_back = str(by_mail if provider().mailbox else by_page)
        way_back %= {"link": link("ticket", account.pk, ticket.pk)}
        body = letter(person, f"{text}\n\n{way_back}", at=at)
    thread = thread_of("ticket", ticket.pk)
    send(person, account=account, subject=subject, body=body, at=at, thread=thread)
