"""Have an event that waits for a person be handled anew, as after something was put right."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.events import EVENT_AGAIN
from troth.gateways.handle import handle
from troth.gateways.models import BOOKED, Asks, GatewayEvent
from troth.publishing.evidence import note


@act
def take_again(event: GatewayEvent, *, at: datetime) -> None:
    """From the beginning: what was booked meanwhile, it finds.

    Raises TrothError for one that the books have, and for one that nobody could read: the gateway
    has to tell that again.
    """
    waiting = GatewayEvent.objects.waiting().exclude(asks__in=[*BOOKED, Asks.UNREADABLE])
    if not waiting.filter(pk=event.pk, handled_at=None).update(asks="", asked_at=None):
        raise TrothError(_("There is nothing to take again about this. See what it asks for."))
    subject = event.account.pseudonym if event.account else None
    note(EVENT_AGAIN, "keep.payment-event", at=at, subject=subject)
    handle(event.pk, at=at)
