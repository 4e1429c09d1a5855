"""Tickets with whose turn it is, and which of them wait for staff."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from troth.support.models import Ticket, TicketMessage


def with_last(tickets: QuerySet[Ticket]) -> QuerySet[Any]:
    """Tickets with `last_by`, how the last message came, and `active_at`, when: or the opening."""
    last = TicketMessage.objects.filter(ticket=OuterRef("pk")).order_by("-at", "-pk")
    return tickets.annotate(
        last_by=Subquery(last.values("came_by")[:1]),
        active_at=Coalesce(Subquery(last.values("at")[:1]), "opened_at"),
    )


def answerable() -> QuerySet[Ticket]:
    """Tickets in which staff may write, or could once they are opened again."""
    there = Ticket.objects.filter(deleted_at=None, account__isnull=False)
    return there.filter(kept_since=None, depersonalised_at=None)


def open_tickets() -> QuerySet[Any]:
    """Tickets that are open, as `with_last` has them."""
    return with_last(answerable().filter(closed_at=None))


def waiting() -> QuerySet[Any]:
    """Those in which staff did not write last, the one that waits longest first."""
    theirs = open_tickets().exclude(last_by=TicketMessage.CameBy.STAFF)
    return theirs.order_by("active_at", "pk")
