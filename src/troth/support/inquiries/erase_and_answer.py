"""Erase what somebody without an account has asked, and answer who asked for that."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.requests.close import close
from troth.requests.models import RightsRequest
from troth.requests.tell import tell
from troth.support.inquiries.erase import erase
from troth.support.models import Inquiry


@act
def erase_and_answer(inquiry: Inquiry, *, at: datetime) -> int:
    """Erase an inquiry and the others of its address; how many.

    An open request for erasure that came from there, of nobody known here, is done with it. Raises
    TrothError as `erase` does.
    """
    erased = erase(inquiry, at=at)
    state = RightsRequest.State
    asked = RightsRequest.objects.select_for_update().filter(
        subject=None, person=None, right="erase", state=state.OPEN, sender__iexact=inquiry.email
    )
    for request in asked.order_by("pk") if inquiry.email else ():
        with in_language_of(None, at=at):
            text = _("What you asked us by our forms is erased, with our answers to it.")
            text = letter(None, text, at=at)
        tell(request, text, at=at, discloses=True)
        close(request, state.DONE, at=at)
    return erased
