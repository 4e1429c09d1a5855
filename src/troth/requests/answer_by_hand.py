"""Answer a request about somebody else's data, of which staff have seen to by hand."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.running import policy_on
from troth.requests.answer import refuse_unverified
from troth.requests.close import close
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.tell import tell
from troth.requests.wording import suggested


@act
def answer_by_hand(request: RightsRequest, done: str, *, at: datetime) -> RightsRequest:
    """Close a request as done with what was done, which is mailed to whoever asked.

    Nothing is carried out. Raises TrothError without words, when it is closed, and while it is not
    sure who asks.
    """
    current = locked(request)
    refuse_unverified(current, at=at)
    if not done.strip():
        raise TrothError(_("Say what was done; the person who asked is told."))
    text = suggested("by-hand", current, policy_on(at), reason=done)
    tell(current, text, at=at, discloses=True)
    close(current, RightsRequest.State.DONE, at=at, answer=done.strip())
    return current
