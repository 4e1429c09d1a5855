"""Which tickets wait for staff."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from troth.support.models import Ticket, TicketMessage


def open_tickets() -> QuerySet[Any]:
    """Tickets that are open, with `last_by` and `last_at`: how, and when, the last message came."""
    last = TicketMessage.objects.filter(ticket=OuterRef("pk")).order_by("-at", "-pk")
    there = Ticket.objects.filter(closed_at=None, deleted_at=None, account__isnull=False)
    return there.filter(kept_since=None, depersonalised_at=None).annotate(
        last_by=Subquery(last.values("came_by")[:1]), last_at=Subquery(last.values("at")[:1])
    )


def waiting() -> QuerySet[Ticket]:
    """Those in which staff did not write last, the one that waits longest first."""
    theirs = open_tickets().exclude(last_by=TicketMessage.CameBy.STAFF)
    return theirs.order_by(F("last_at").asc(nulls_first=True), "pk")
