"""Book that money of a gateway, which was on its way to our bank, does not arrive."""

from datetime import datetime

from troth.billing.models import Posting, Transaction
from troth.billing.post import Leg, post
from troth.core.conflicts import act
from troth.gateways.events import PAYOUT_LOST
from troth.gateways.models import Payout
from troth.publishing.evidence import note

Ledger = Posting.Ledger


@act
def lose_payout(gateway: str, reference: str, *, at: datetime) -> None:
    """It is at the gateway again; twice is once.

    One that is not in the books is none of them, and what a line of the bank has said to be there
    is for a person.
    """
    underway = Payout.objects.select_for_update().filter(bank_line=None, lost_at=None)
    payout = underway.filter(gateway=gateway, reference=reference).first()
    if payout is None:
        return
    payout.lost_at = at
    payout.save(update_fields=["lost_at"])
    post(
        Transaction.Kind.PAYOUT,
        [
            Leg(Ledger.CASH, payout.amount, part=gateway),
            Leg(Ledger.UNDERWAY, -payout.amount, part=gateway),
        ],
        currency=payout.currency,
        account=None,
        at=at,
        key=f"payout {payout.pk} lost",
    )
    note(PAYOUT_LOST, at=at, counts={"payouts": 1})
