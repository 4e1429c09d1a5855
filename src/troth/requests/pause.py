"""Stop the clock of a request while the answer waits for whoever asks, where the policy may."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.running import policy_on
from troth.requests.clock import moved
from troth.requests.events import PAUSED, RESUMED
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note
from troth.requests.rules import rule_of

PROOF = "waiting-for-proof"


@act
def pause(request: RightsRequest, why: str, *, at: datetime) -> RightsRequest:
    """Let the clock stand, for `waiting-for-proof` or `waiting-for-subject`.

    Raises TrothError where the rule does not stop for that, when the clock stands already, and
    for a proof that was given.
    """
    current = locked(request)
    right = rule_of(current.rule, policy_on(at))
    if why not in right.stops:
        raise TrothError(_("The policy does not stop the clock of this right for that."))
    if current.paused_at:
        raise TrothError(_("The clock has already been stopped."))
    if why == PROOF and current.verified_at:
        raise TrothError(_("Who asks has been verified; there is no proof to wait for."))
    current.paused_at, current.paused_for = at, why
    current.save(update_fields=["paused_at", "paused_for"])
    note(PAUSED, current, at=at, why=why)
    return current


@act
def resume(request: RightsRequest, *, at: datetime) -> RightsRequest:
    """Let the clock run on: the deadline moves by the days that it stood.

    Raises TrothError when it runs already.
    """
    current = locked(request)
    if current.paused_at is None:
        raise TrothError(_("The clock is already running."))
    run_on(current, at=at)
    return current


def run_on(request: RightsRequest, *, at: datetime) -> None:
    """Move the deadline of a locked request whose clock stands, and note it."""
    request.due_on = moved(request, policy_on(at), to=at)
    request.paused_at, request.paused_for = None, ""
    request.save(update_fields=["due_on", "paused_at", "paused_for"])
    due = {"due": request.due_on.isoformat()} if request.due_on else {}
    note(RESUMED, request, at=at, **due)
