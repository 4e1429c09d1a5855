"""Have what was on its way back be where it was in the balance."""

from datetime import datetime

from troth.billing.models import Posting, Transaction
from troth.billing.post import Leg, post
from troth.billing.reserve import name_of, reserved

Ledger = Posting.Ledger


def release(key: str, *, at: datetime) -> int | None:
    """Have it be where it was; how much of it was set aside, in minor units. None where nothing is
    reserved, as when it was released before.

    Whoever calls has locked the account.
    """
    entry = reserved(key)
    if entry is None:
        return None
    legs = [Leg(Ledger.CREDIT, -each.amount, each.part) for each in entry.postings.order_by("pk")]
    post(
        Transaction.Kind.SET_ASIDE,
        legs,
        currency=entry.postings.all()[0].currency,
        account=entry.account,
        at=at,
        key=f"{name_of(key)} over",
    )
    return -sum(leg.amount for leg in legs if leg.part == Posting.SET_ASIDE)
