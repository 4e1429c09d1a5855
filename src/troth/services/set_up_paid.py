"""Set up what waited for its money alone."""

from collections.abc import Collection
from datetime import datetime

from troth.core.conflicts import act
from troth.services.models import Service
from troth.services.set_up import set_up
from troth.services.unpaid import unpaid


@act
def set_up_paid(accounts: Collection[int] | None = None, *, at: datetime) -> int:
    """Set up the services whose first invoice is paid, of some accounts or of all; how many.

    What something else sets up waits for that. As soon as an account owes less this is called for
    that one, and every night for all.
    """
    waiting = Service.objects.filter(
        waits_for_payment=True,
        activated_at=None,
        ended_at=None,
        offer__provisioner="",
        account__cancelled_at=None,
    )
    if accounts is not None:
        waiting = waiting.filter(account__in=accounts)
    paid = list(unpaid(waiting).filter(unpaid=False).select_related("account").order_by("pk"))
    for each in paid:
        set_up(each, at=at)
    return len(paid)
