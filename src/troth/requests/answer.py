"""Answer a request: what was asked is done."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.running import policy_on
from troth.requests.close import close
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.rules import rule_of
from troth.requests.tell import tell
from troth.requests.verify import BY_LINK, waits_for_proof


@act
def answer(
    request: RightsRequest, text: str, *, at: datetime, receipt: UUID | None = None
) -> RightsRequest:
    """Close a request as done, and mail `text` to whoever asked.

    receipt: of an erasure, its number. Raises TrothError without a text, when it is closed, and
    while the policy's proof of who asks is missing.
    """
    current = locked(request)
    refuse_unverified(current, at=at)
    if not text.strip():
        raise TrothError(_("Please write an answer."))
    tell(current, text, at=at, discloses=current.right in BY_LINK)
    close(current, RightsRequest.State.DONE, at=at, answer=text.strip(), receipt=receipt)
    return current


def refuse_unverified(request: RightsRequest, *, at: datetime) -> None:
    """Raise TrothError while nobody knows for sure who asks."""
    if waits_for_proof(request, rule_of(request.rule, policy_on(at))):
        raise TrothError(_("First verify who is asking; the policy names the proofs."))
