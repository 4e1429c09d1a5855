"""Open a ticket again that was closed too early."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.log import log
from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.publishing.evidence import note
from troth.support.events import TICKET_REOPENED
from troth.support.models import Ticket
from troth.support.tickets.locked import locked


@act
def reopen(ticket: Ticket, *, by: Person, at: datetime) -> Ticket:
    """The ticket, whose clock of keeping stands still again; an open one stays as it is.

    Raises TrothError for a ticket that was deleted.
    """
    current, account = locked(ticket)
    if current.closed_at is None:
        return current
    current.closed_at = None
    current.save(update_fields=["closed_at"])
    log(account, gettext_noop("ticket reopened"), at=at, person=by)
    note(
        TICKET_REOPENED,
        "keep.ticket",
        at=at,
        subject=account.pseudonym,
        counts={"ticket": current.pk},
    )
    return current
