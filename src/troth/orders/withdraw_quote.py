"""Take a quote back before it is accepted."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.orders.events import QUOTE_WITHDRAWN
from troth.orders.models import Quote
from troth.orders.tell import tell
from troth.publishing.evidence import note
from troth.services.use_promotion import give_use_back


@act
def withdraw_quote(quote: Quote, *, at: datetime) -> None:
    """Have a quote hold no more, and tell the owner of the account; again, or of one that has
    lapsed, it is nothing.

    Raises TrothError for one that was accepted or declined.
    """
    account = lock_or_refuse(quote.account)
    found = Quote.objects.get(pk=quote.pk)
    if found.order_id or found.declined_at:
        raise TrothError(_("This quote has already been answered; nothing was changed."))
    if found.withdrawn_at or found.lapsed_at:
        return
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    give_use_back(found.promotion)
    note(QUOTE_WITHDRAWN, "keep.quote", at=at, subject=account.pseudonym)
    tell(found, "quote_withdrawn", at=at)
