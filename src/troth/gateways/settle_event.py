"""Say that an event which waited for a person has been looked at."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.events import EVENT_SETTLED
from troth.gateways.models import GatewayEvent
from troth.publishing.evidence import note


@act
def settle_event(event: GatewayEvent, why: str, *, at: datetime) -> None:
    """Have it wait no more; the books are as they were. why: what was done about it, in words.

    Twice is once. Raises TrothError without a word.
    """
    why = why.strip()
    if not why:
        raise TrothError(_("Say what was done about it."))
    waiting = GatewayEvent.objects.waiting().filter(pk=event.pk)
    if waiting.update(settled_at=at, settled_why=why[:200]):
        subject = event.account.pseudonym if event.account else None
        note(EVENT_SETTLED, "keep.payment-event", at=at, subject=subject)
