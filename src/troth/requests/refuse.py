"""Refuse a request, and say why (GDPR Art. 12(4))."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.running import policy_on
from troth.requests.close import close
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.spare import spare
from troth.requests.tell import tell
from troth.requests.wording import suggested


@act
def refuse(request: RightsRequest, reason: str, *, at: datetime) -> RightsRequest:
    """Close a request as refused, and mail the reason; nothing is carried out.

    Raises TrothError without a reason and when it is closed.
    """
    spare(request)
    current = locked(request)
    if not reason.strip():
        raise TrothError(_("A refusal needs its reason; whoever asked is told."))
    tell(current, suggested("refused", current, policy_on(at), reason=reason), at=at)
    close(current, RightsRequest.State.REFUSED, at=at, answer=reason.strip())
    return current
