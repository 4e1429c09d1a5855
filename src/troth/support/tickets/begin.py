"""Begin a ticket: its row, before anything is said in it."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.publishing.evidence import note
from troth.support.events import TICKET_OPENED
from troth.support.models import Ticket


def begin(account: Account, subject: str, *, by: Person, at: datetime) -> Ticket:
    """The ticket of an account that is locked; that it was opened is logged and noted."""
    ticket = Ticket.objects.create(account=account, opened_by=by, subject=subject, opened_at=at)
    log(account, gettext_noop("ticket opened"), at=at, person=by)
    note(
        TICKET_OPENED,
        "keep.ticket",
        at=at,
        subject=account.pseudonym,
        counts={"ticket": ticket.pk},
    )
    return ticket
