"""Take more time for a request, once, where the policy says so (GDPR Art. 12(3))."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.publishing.running import policy_on
from troth.requests.clock import closing_days, moved
from troth.requests.events import EXTENDED
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note
from troth.requests.rules import rule_of
from troth.requests.tell import tell
from troth.requests.wording import suggested


@act
def extend(request: RightsRequest, because: str, *, at: datetime) -> RightsRequest:
    """Move the deadline by the rule's extension, and mail the reason to whoever asked.

    Raises TrothError without a reason, where the rule has no extension or no deadline, the
    second time, and once the deadline has passed, since the subject must be told before.
    """
    current = locked(request)
    policy = policy_on(at)
    extension = rule_of(current.rule, policy).extension
    if extension is None or current.due_on is None:
        raise TrothError(_("The policy does not extend the deadline of this right."))
    if current.extended_at:
        raise TrothError(_("The deadline has already been extended; the policy allows it once."))
    if not because.strip():
        raise TrothError(_("Say why it takes longer; the person who asked is told."))
    ends = moved(current, policy, to=at)
    if ends and day_at(at) > ends:
        raise TrothError(_("The deadline has passed; it could have been extended until then."))
    current.due_on = extension.after(current.due_on, closing_days(policy))
    current.extended_at, current.extended_because = at, because.strip()
    current.save(update_fields=["due_on", "extended_at", "extended_because"])
    note(EXTENDED, current, at=at, due=current.due_on.isoformat())
    tell(current, suggested("extended", current, policy, reason=because), at=at)
    return current
