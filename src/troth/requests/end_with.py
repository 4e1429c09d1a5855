"""What an erasure means for the requests of whom it takes."""

from datetime import datetime
from uuid import UUID

from troth.accounts.models import Person
from troth.requests.close import close
from troth.requests.models import RightsRequest


def end_with(person: Person, *, at: datetime, receipt: UUID) -> str:
    """Close a person's open requests: the one for erasure is done, the others have no object.

    Returns the rule under which erasure was asked, blank where it was not. The erasure has locked
    the person, and its transaction is the caller's.
    """
    state = RightsRequest.State
    asked = ""
    waiting = RightsRequest.objects.filter(person=person, state=state.OPEN)
    for request in (
        waiting.select_for_update(of=("self",)).select_related("person", "subject").order_by("pk")
    ):
        done = request.right == "erase" and not request.whose
        asked = request.rule if done else asked
        close(request, state.DONE if done else state.TAKEN_BACK, at=at, receipt=receipt)
    return asked
