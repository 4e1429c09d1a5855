"""Calls that wait for a person: tried time and again, and neither done nor refused."""

from django.db.models import QuerySet

from troth.calls.models import Call


def waiting() -> QuerySet[Call]:
    """Those, the oldest first."""
    still_open = Call.objects.filter(done_at=None, refused_at=None, next_at=None)
    return still_open.order_by("made_at", "pk")
