"""Keep what of a balance is on its way back, until it has gone or turns out not to go."""

from datetime import datetime

from troth.accounts.models import Account
from troth.billing.models import Posting, Transaction
from troth.billing.owed import aside
from troth.billing.post import Leg, from_balance, post

Ledger = Posting.Ledger


def reserve(account: Account, amount: int, currency: str, *, key: str, at: datetime) -> None:
    """Have `amount` (minor units) of a balance be used for nothing else, first of what is set
    aside, until `release`.

    key: what is on its way, which is once. Whoever calls has locked the account, has seen that it
    is there, and notes why.
    """
    waits = min(amount, aside(account, currency))
    post(
        Transaction.Kind.SET_ASIDE,
        [
            *from_balance(amount, set_aside=waits),
            Leg(Ledger.CREDIT, -amount, part=Posting.GOING_BACK),
        ],
        currency=currency,
        account=account,
        at=at,
        key=name_of(key),
    )


def reserved(key: str) -> Transaction | None:
    """The entry by which something is kept; None where nothing is."""
    if Transaction.objects.filter(key=f"{name_of(key)} over").exists():
        return None
    return Transaction.objects.filter(key=name_of(key)).select_related("account").first()


def name_of(key: str) -> str:
    """What the entry is called by which it is kept."""
    return f"going back {key}"
