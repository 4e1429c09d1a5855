"""Put a mail aside that asks for no right, such as an advertisement."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.requests.close import close
from troth.requests.locked import locked
from troth.requests.models import RightsRequest

REASONS = {
    "advertisement": gettext_lazy("an advertisement"),
    "automatic": gettext_lazy("an automatic message, such as a bounce"),
    "elsewhere": gettext_lazy("meant for somebody else"),
    "no-right": gettext_lazy("it asks for no right"),
    "twice": gettext_lazy("the same as another message"),
    "inquiry": gettext_lazy("it is answered as an inquiry"),
    "ticket": gettext_lazy("it stands in its ticket"),
}
# What staff choose among. As an inquiry a mail is put aside by making one of it, and to its ticket
# it goes by itself.
CHOSEN = [why for why in REASONS if why not in ("inquiry", "ticket")]


@act
def put_aside(request: RightsRequest, why: str, *, at: datetime) -> None:
    """Close a request that has no right; `why` is one of REASONS. It stays in the list.

    The mail itself stays in the mailbox. Raises TrothError for a request that has a right: that
    is answered or refused.
    """
    current = locked(request)
    if current.right:
        raise TrothError(_("This request has its right; answer it, or refuse it with a reason."))
    close(current, RightsRequest.State.PUT_ASIDE, at=at, why=why)
