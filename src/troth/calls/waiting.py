"""Calls that are not done: those that wait for a person, and those that are tried again."""

from django.db.models import QuerySet

from troth.calls.models import Call

OFTEN = 3  # tries in six minutes: no mere hiccup


def waiting() -> QuerySet[Call]:
    """Those that were tried time and again, the oldest first."""
    still_open = Call.objects.filter(done_at=None, refused_at=None, next_at=None)
    return still_open.order_by("made_at", "pk")


def failing() -> QuerySet[Call]:
    """Those that did not work the last time and are tried again by themselves, the oldest first."""
    still_open = Call.objects.filter(done_at=None, refused_at=None, next_at__isnull=False)
    return still_open.exclude(why="").order_by("made_at", "pk")
