"""Enter that what was kept to go back to a customer has not gone."""

from datetime import datetime

from django.db.models import Sum

from troth.accounts.models import Account
from troth.billing.models import Payment, Posting, Transaction
from troth.billing.owed import aside, at_hand
from troth.billing.post import Leg, from_balance, post
from troth.billing.release import release
from troth.billing.reserve import reserved
from troth.billing.set_aside_again import set_aside_again

Ledger = Posting.Ledger


def never_went(key: str, *, at: datetime) -> None:
    """Have it be where it was in the balance, and be owed again where it was set aside; nothing
    where nothing is reserved, as when it was released before.

    What banks have taken back while it was kept leaves the balance now, as it would have then: else
    its customer has it twice. Whoever calls has locked the account.
    """
    entry = reserved(key)
    if entry is None:
        return
    release(key, at=at)
    if entry.account is None:
        return
    kept = entry.postings.get(part=Posting.GOING_BACK)
    _cover(entry, entry.account, -kept.amount, kept.currency, at=at)
    set_aside_again(entry.account, kept.currency, at=at)


def _cover(
    since: Transaction, account: Account, amount: int, currency: str, *, at: datetime
) -> None:
    """Pay with `amount` (minor units) what has been entered as disputed since an entry."""
    disputed = (
        Posting.objects.filter(
            account=account,
            currency=currency,
            ledger=Ledger.DISPUTED,
            payment__isnull=False,
            transaction__gt=since.pk,
        )
        .order_by("payment")
        .values_list("payment")
        .annotate(sum=Sum("amount"))
        .filter(sum__gt=0)
    )
    taken_back = dict(disputed)
    for back in Payment.objects.filter(pk__in=taken_back).order_by("pk"):
        has, waits = at_hand(account, currency), aside(account, currency)
        taken = max(0, min(taken_back[back.pk], amount, has))
        amount -= taken
        post(
            Transaction.Kind.CORRECTION,
            [
                *from_balance(taken, set_aside=max(0, taken - (has - waits)), payment=back),
                Leg(Ledger.DISPUTED, -taken, payment=back),
            ],
            currency=currency,
            account=account,
            at=at,
        )
