"""Enter the opposite of an entry, so that the books are as if it had not been."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.billing.models import Posting, Transaction
from troth.billing.owed import at_hand, owed_by
from troth.billing.post import Leg, post
from troth.core.errors import TrothError


def enter_opposite(entry: Transaction, account: Account | None, *, at: datetime, key: str) -> None:
    """In the transaction of whoever has locked the account, which is that of the entry.

    key: what this is called, which is once. Raises TrothError where an invoice would owe less than
    nothing by it, or the balance have it.
    """
    postings = list(entry.postings.select_related("invoice", "payment").order_by("pk"))
    post(
        Transaction.Kind.CORRECTION,
        [Leg(Posting.Ledger(p.ledger), -p.amount, p.part, p.invoice, p.payment) for p in postings],
        currency=postings[0].currency,
        account=account,
        at=at,
        key=key,
    )
    owing = owed_by(p.invoice for p in postings if p.invoice)
    short = account is not None and at_hand(account, postings[0].currency) < 0
    if short or any(amount < 0 for amount in owing.values()):
        raise TrothError(_("Something done since rests on this entry; undo that first."))
