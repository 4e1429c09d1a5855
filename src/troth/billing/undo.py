"""Undo an entry of the books by one that says the opposite."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.events import UNDONE
from troth.billing.models import Posting, Transaction
from troth.billing.owed import balance, owed_by
from troth.billing.post import Leg, post
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

Kind = Transaction.Kind
# Whatever else is entered has its own way back: a credit note, a refund, the bank's word.
CAN_BE_UNDONE = frozenset({Kind.APPLIED, Kind.WRITE_OFF, Kind.LATE_FEE})


@act
def undo(entry: Transaction, *, at: datetime) -> None:
    """Enter the opposite of an entry; the same twice is once.

    Raises TrothError for an entry of a kind that has another way back, and where an invoice would
    owe less than nothing, or the balance have it.
    """
    if entry.kind not in CAN_BE_UNDONE:
        raise TrothError(_("Such an entry is not undone but taken back: credit or refund it."))
    account = lock_or_refuse(entry.account) if entry.account else None
    key = f"undo {entry.pk}"
    if Transaction.objects.filter(key=key).exists():
        return
    postings = list(entry.postings.select_related("invoice", "payment").order_by("pk"))
    post(
        Kind.CORRECTION,
        [Leg(Posting.Ledger(p.ledger), -p.amount, p.part, p.invoice, p.payment) for p in postings],
        currency=postings[0].currency,
        account=account,
        at=at,
        key=key,
    )
    owing = owed_by(p.invoice for p in postings if p.invoice)
    short = account is not None and balance(account, postings[0].currency) < 0
    if short or any(amount < 0 for amount in owing.values()):
        raise TrothError(
            _("Something has been done since that rests on this entry; undo it first.")
        )
    subject = account.pseudonym if account else None
    note(UNDONE, "keep.invoice", at=at, subject=subject, counts={"entries": 1})


def undone(entries: list[Transaction]) -> set[int]:
    """Which of some entries have been undone, by key."""
    keys = {f"undo {entry.pk}": entry.pk for entry in entries}
    found = Transaction.objects.filter(key__in=keys).values_list("key", flat=True)
    return {keys[key] for key in found if key}
