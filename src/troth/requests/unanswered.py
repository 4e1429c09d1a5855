"""Open requests that go unanswered with whom they are of, whose time has run out."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from troth.requests.models import RightsRequest


class Waiting(NamedTuple):
    """An open request: its number, its rule, and its subject's name in the journal, if known."""

    number: int
    rule: str
    subject: UUID | None


def waiting_of(ids: Sequence[Any], numbers: Sequence[Any] = ()) -> list[Waiting]:
    """The open requests about these subjects, and those of these numbers."""
    meant = Q(subject__in=ids) | Q(pk__in=numbers)
    found = RightsRequest.objects.filter(meant, state=RightsRequest.State.OPEN)
    return [Waiting(*row) for row in found.values_list("pk", "rule", "subject__pseudonym")]


def gone_of(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Those that are there no more."""
    if not waiting:
        return []
    numbers = [each.number for each in waiting]
    left = set(RightsRequest.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    return [each for each in waiting if each.number not in left]
