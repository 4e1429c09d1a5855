"""The request that comes next for a member of staff."""

from datetime import datetime

from django.db.models import F, Q

from troth.accounts.models import Person
from troth.core.day import day_at
from troth.policy.parse import Policy
from troth.requests.desk.line import Line, line
from troth.requests.desk.may import answers
from troth.requests.models import RightsRequest


def next_of(staff: Person, policy: Policy, *, at: datetime) -> Line | None:
    """Of the open ones that they answer and nobody else handles, that with the least time left.

    One whose clock stands waits for somebody else. None where nothing is left to do.
    """
    theirs = Q(handler=None) | Q(handler=staff)
    waiting = RightsRequest.objects.filter(
        theirs, answers(staff, policy), state=RightsRequest.State.OPEN, paused_at=None
    )
    order = (F("due_on").asc(nulls_last=True), "asked_at", "pk")
    found = waiting.defer("text", "answer").order_by(*order).first()
    return line(found, policy, today=day_at(at)) if found else None
