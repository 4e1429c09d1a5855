"""Say who handles a request."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.requests.events import ASSIGNED
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note


@act
def assign(request: RightsRequest, handler: Person, *, at: datetime) -> RightsRequest:
    """Give a request to a member of staff. Raises TrothError when it is closed."""
    current = locked(request)
    if not handler.is_staff:
        raise TrothError(_("Only staff handle requests; choose one of them."))
    if current.handler_id != handler.pk:
        current.handler = handler
        current.save(update_fields=["handler"])
        note(ASSIGNED, current, at=at)
    return current
