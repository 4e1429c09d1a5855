"""Have an event that was settled by mistake wait for a person again."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.events import EVENT_WAITS_AGAIN
from troth.gateways.models import GatewayEvent
from troth.publishing.evidence import note


@act
def wait_again(event: GatewayEvent, *, at: datetime) -> None:
    """Take back that it was settled; the books are as they were.

    Raises TrothError for one that is not settled, or asks nothing of anybody.
    """
    settled = GatewayEvent.objects.settled().exclude(asks="").filter(pk=event.pk)
    if not settled.update(settled_at=None, settled_why=""):
        raise TrothError(_("This is already waiting, or is in the books."))
    subject = event.account.pseudonym if event.account else None
    note(EVENT_WAITS_AGAIN, "keep.payment-event", at=at, subject=subject)
