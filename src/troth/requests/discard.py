"""Drop a mail that asks for no right, such as an advertisement."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.requests.events import DISCARDED
from troth.requests.locked import locked
from troth.requests.models import DoomedMail, RightsRequest
from troth.requests.note import note


@act
def discard(request: RightsRequest, *, at: datetime) -> None:
    """Delete a request that has no right; the mail itself stays in the mailbox.

    Raises TrothError for one that has a right: that is answered or refused.
    """
    current = locked(request)
    if current.right:
        raise TrothError(_("This request has its right; answer it, or refuse it with a reason."))
    note(DISCARDED, current, at=at)
    current.delete()
    DoomedMail.objects.filter(number=current.mail_id).delete()  # it is no request's
