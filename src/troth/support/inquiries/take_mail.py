"""Take a mail that asks for no right as an inquiry, so that it is answered as one."""

from datetime import datetime

from troth.core.conflicts import act
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.put_aside import put_aside
from troth.support.inquiries.take_in import take_in
from troth.support.models import Inquiry


@act
def take_mail(request: RightsRequest, *, at: datetime) -> Inquiry:
    """The inquiry; the mail itself is put aside, and stays in the mailbox.

    Raises TrothError for a request that has a right, is closed, or where the policy has no
    inquiries.
    """
    current = locked(request)
    details = {"email": current.sender, "message": current.text}
    asked_at, person = current.asked_at, current.person
    put_aside(current, "inquiry", at=at)
    return take_in("inquiry", details, at=at, asked_at=asked_at, person=person)
