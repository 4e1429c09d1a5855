"""Take back a request that has not been answered."""

from datetime import datetime

from django.db import transaction

from troth.privacy.models import RightsRequest
from troth.privacy.requests.close import close
from troth.privacy.requests.locked import locked
from troth.privacy.requests.spare import spare


@transaction.atomic
def take_back(request: RightsRequest, *, at: datetime) -> None:
    """Close a request because whoever asked no longer wants it; nothing is carried out.

    Raises TrothError when it is closed already.
    """
    spare(request)
    close(locked(request), RightsRequest.State.TAKEN_BACK, at=at)
