"""Take back a request that has not been answered."""

from datetime import datetime

from troth.core.conflicts import act
from troth.requests.close import close
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.spare import spare


@act
def take_back(request: RightsRequest, *, at: datetime) -> None:
    """Close a request because whoever asked no longer wants it; nothing is carried out.

    Raises TrothError when it is closed already.
    """
    spare(request)
    close(locked(request), RightsRequest.State.TAKEN_BACK, at=at)
