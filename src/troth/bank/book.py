"""Book what the bank charges and pays, so that the cash in the books is what the bank has."""

from datetime import datetime

from django.db.models import Sum

from troth.bank.models import BankLine
from troth.billing.models import Posting, Transaction
from troth.billing.post import Leg, post

Ledger = Posting.Ledger


def book(line: BankLine, amount: int, *, at: datetime) -> None:
    """Have `amount` (minor units) stand in the books for a line: a fee, or interest.

    Whoever calls has locked the line.
    """
    name = f"bank line {line.pk} "
    entries = Transaction.objects.filter(key__startswith=name)
    booked = Posting.objects.filter(transaction__in=entries, ledger=Ledger.CASH)
    more = amount - (booked.aggregate(sum=Sum("amount"))["sum"] or 0)
    post(
        Transaction.Kind.BANK,
        [
            Leg(Ledger.CASH, more, part="transfer"),
            Leg(Ledger.FEES if line.amount < 0 else Ledger.INTEREST, -more),
        ],
        currency=line.currency,
        account=None,
        at=at,
        key=f"{name}{entries.count() + 1}",
    )
