"""Enter what a gateway keeps for itself."""

from datetime import datetime

from troth.billing.models import Posting, Transaction
from troth.billing.post import Leg, post

Ledger = Posting.Ledger


def book_fee(gateway: str, of: str, fee: int | None, currency: str, *, at: datetime) -> None:
    """Have a fee (minor units) stand in the books, of what is called `of` there; twice is once.

    None and nothing are no fee. It lessens the cash that is at the gateway.
    """
    key = f"fee {of}"
    if not fee or Transaction.objects.filter(key=key).exists():
        return
    post(
        Transaction.Kind.FEE,
        [Leg(Ledger.FEES, fee), Leg(Ledger.CASH, -fee, part=gateway)],
        currency=currency,
        account=None,
        at=at,
        key=key,
    )
