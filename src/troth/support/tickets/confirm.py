"""Tell who opened a ticket its number."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.accounts.models import Account, Person
from troth.messaging.language import in_language_of
from troth.support.models import Ticket
from troth.support.tickets.mail_about import mail_about


def confirm(ticket: Ticket, account: Account, person: Person, *, at: datetime) -> None:
    """Mail it; answers lead to the ticket."""
    with in_language_of(person, at=at):
        text = _(
            "We have received your message and opened ticket %(number)s for it. You will get our "
            "answer by e-mail, and find it in your account."
        ) % {"number": ticket.pk}
    mail_about(
        ticket,
        account,
        person,
        text,
        by_mail=gettext_lazy(
            "To add something, reply to this message, or write in your account:\n%(link)s"
        ),
        by_page=gettext_lazy("To add something, write in your account:\n%(link)s"),
        at=at,
    )
