"""Write to the owner of an account whose payment method is gone: nothing is taken by itself."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.owned import owner_of
from troth.gateways.models import PaymentMethod
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send


def tell_lost(method: PaymentMethod, *, at: datetime) -> None:
    """That it can be used no more, and that until there is another one they pay by hand."""
    owner = owner_of(method.account)
    if owner is None:
        return
    with in_language_of(owner, at=at):
        values = {"way": method.label, "link": link("ways_to_pay", method.account_id)}
        body = letter(
            owner,
            _(
                "%(way)s can no longer be used, so nothing is charged automatically. Please pay "
                "your invoices yourself until you choose or add another payment "
                "method:\n\n%(link)s"
            )
            % values,
            at=at,
        )
        subject = _("%(way)s can no longer be used") % values
    send(owner, account=method.account, subject=subject, body=body, at=at)
