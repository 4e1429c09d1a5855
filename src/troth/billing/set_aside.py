"""Set aside what of a balance is to be paid back."""

from datetime import datetime

from troth.accounts.models import Account
from troth.billing.models import Posting, Transaction
from troth.billing.post import Leg, post

Ledger = Posting.Ledger


def set_aside(account: Account, amount: int, currency: str, *, at: datetime) -> None:
    """Have `amount` (minor units) of a balance wait until it is paid back.

    It pays no invoice, unless its customer says so. Whoever calls has locked the account, and
    notes why.
    """
    post(
        Transaction.Kind.SET_ASIDE,
        [Leg(Ledger.CREDIT, amount), Leg(Ledger.CREDIT, -amount, part=Posting.SET_ASIDE)],
        currency=currency,
        account=account,
        at=at,
    )
