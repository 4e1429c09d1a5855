"""Enter that a refund has not arrived, and that its money is here again."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.billing.enter_opposite import enter_opposite
from troth.billing.events import NOT_ARRIVED
from troth.billing.models import Payment, Transaction
from troth.billing.set_aside_again import set_aside_again
from troth.billing.tell_payment import What, tell_payment
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def never_arrived(refund: Payment, *, at: datetime) -> None:
    """Have the books be as if a refund had not been made; twice is once.

    What had owed again by it is paid, and the rest is to the customer's balance, as it was, from
    where it can be paid back in another way. Raises TrothError where something else was done since
    that rests on it, as where an invoice that owed again was paid otherwise.
    """
    account = lock_or_refuse(refund.account) if refund.account else None
    sent = Payment.objects.filter(pk=refund.pk, refunds__isnull=False, taken_back_at=None)
    if not sent.update(taken_back_at=at, sent_at=None):
        return
    entry = Transaction.objects.get(key=f"payment {refund.pk}")
    enter_opposite(entry, account, at=at, key=f"undo {entry.pk}")
    subject = account.pseudonym if account else None
    note(NOT_ARRIVED, "keep.payment", at=at, subject=subject, counts={"payments": 1})
    if account:
        set_aside_again(account, refund.currency, at=at)
    tell_payment(refund, What.NOT_ARRIVED, at=at)
