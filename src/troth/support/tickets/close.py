"""Close a ticket, as staff or as one of the account's people."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.log import log
from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.publishing.evidence import note
from troth.support.events import TICKET_CLOSED
from troth.support.models import Ticket
from troth.support.tickets.locked import locked


@act
def close(ticket: Ticket, *, by: Person, at: datetime) -> Ticket:
    """The ticket, of which the clock of keeping starts; closed twice is closed once.

    Whoever writes in it opens it again. Raises TrothError for a ticket that was deleted.
    """
    current, account = locked(ticket)
    if current.closed_at:
        return current
    current.closed_at = at
    current.save(update_fields=["closed_at"])
    log(account, gettext_noop("ticket closed"), at=at, person=by)
    note(
        TICKET_CLOSED,
        "keep.ticket",
        at=at,
        subject=account.pseudonym,
        counts={"ticket": current.pk},
    )
    return current
