"""Undo an entry of the books by one that says the opposite."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.billing.enter_opposite import enter_opposite
from troth.billing.events import UNDONE
from troth.billing.mark_sent import to_send
from troth.billing.models import Payment, Transaction
from troth.billing.tell_payment import What, tell_payment
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

Kind = Transaction.Kind
# Whatever else is entered has its own way back: a credit note, a refund, the bank's word.
_CAN_BE_UNDONE = frozenset({Kind.APPLIED, Kind.WRITE_OFF, Kind.LATE_FEE})


@act
def undo(entry: Transaction, *, at: datetime) -> None:
    """Enter the opposite of an entry; the same twice is once.

    Raises TrothError for an entry of a kind that has another way back, for a refund that was sent
    or is to be by law, and where an invoice would owe less than nothing, or the balance have it.
    """
    account = lock_or_refuse(entry.account) if entry.account else None
    key = f"undo {entry.pk}"
    if Transaction.objects.filter(key=key).exists():
        return
    refund = None
    if entry.kind == Kind.REFUND:
        refund = Payment.objects.filter(postings__transaction=entry).first()
        if not (refund and _by_choice().filter(pk=refund.pk).update(taken_back_at=at)):
            raise TrothError(_("This refund was sent, or the law requires it."))
    elif entry.kind not in _CAN_BE_UNDONE:
        raise TrothError(_("An entry like this cannot be undone: credit or refund it instead."))
    enter_opposite(entry, account, at=at, key=key)
    subject = account.pseudonym if account else None
    note(UNDONE, "keep.invoice", at=at, subject=subject, counts={"entries": 1})
    if refund:
        tell_payment(refund, What.STAYS, at=at)


def can_be_undone(account: Account) -> QuerySet[Transaction]:
    """Entries of an account of the kinds that are undone; of refunds, those that wait."""
    waiting = account.transactions.filter(postings__payment__in=_by_choice())
    kinds = Q(kind__in=_CAN_BE_UNDONE)
    return account.transactions.filter(kinds | Q(kind=Kind.REFUND, pk__in=waiting.values("pk")))


def _by_choice() -> QuerySet[Payment]:
    """Refunds that wait to be sent, and that no law wants sent by a day."""
    return to_send().filter(send_by=None)


def undone(entries: list[Transaction]) -> set[int]:
    """Which of some entries have been undone, by key."""
    keys = {f"undo {entry.pk}": entry.pk for entry in entries}
    found = Transaction.objects.filter(key__in=keys).values_list("key", flat=True)
    return {keys[key] for key in found if key}
