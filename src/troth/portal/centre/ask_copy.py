"""Ask staff for a copy of one's data, by a support ticket."""

from datetime import datetime

from django.db import transaction

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.privacy.erase import owned_accounts
from troth.support.models import Ticket, TicketMessage

SUBJECT = "A copy of my data"


@transaction.atomic
def ask_copy(person: Person, *, at: datetime) -> Ticket:
    """Open a ticket that asks for a copy; the one that is open already, if there is one.

    Raises TrothError for a person who owns no account that a ticket could be about.
    """
    # The lock makes of two clicks one ticket.
    Person.objects.select_for_update().get(pk=person.pk)
    if asked := open_request(person):
        return asked
    owned = owned_accounts(person)
    if not owned:
        raise TrothError("You own no account here; please ask by e-mail.")
    ticket = Ticket.objects.create(
        account_id=owned[0], opened_by=person, subject=SUBJECT, opened_at=at
    )
    TicketMessage.objects.create(
        ticket=ticket,
        author=person,
        author_name=person.name,
        at=at,
        body="Please send me a copy of all data that you hold about me.",
    )
    return ticket


def open_request(person: Person) -> Ticket | None:
    """The person's own request for a copy that nobody has answered yet."""
    open_tickets = Ticket.objects.filter(closed_at__isnull=True, deleted_at__isnull=True)
    return open_tickets.filter(opened_by=person, subject=SUBJECT).order_by("pk").first()
