"""Pay back what is due to customers whose withdrawals are about to go with them."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from troth.core.errors import TrothError
from troth.services.pay_back import pay_back, to_pay_back


def pay_back_before(accounts: Collection[int], *, at: datetime) -> None:
    """Enter every refund that waits, so that it stands among the transfers that are to be made.

    What cannot be, as less was paid than that, stays to the customer’s credit: nothing holds up an
    erasure.
    """
    for withdrawal in to_pay_back().filter(account__in=accounts).order_by("refund_by", "pk"):
        with suppress(TrothError):
            # A gateway would say that it is done when nobody is there any more.
            pay_back(withdrawal, at=at, by_hand=True)
