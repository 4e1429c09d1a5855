"""Note that a refund was sent, and find those that were not."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from troth.billing.events import SENT
from troth.billing.models import Payment
from troth.billing.reference import RF, held_in
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

# No invoice's number begins with it, nor does a reference for topping up.
_MARK = "98"
_DIGITS = 10


@act
def mark_sent(refund: Payment, *, at: datetime) -> None:
    """Have a refund wait no more. Raises TrothError for one that does not wait."""
    if not to_send().filter(pk=refund.pk).update(sent_at=at):
        raise TrothError(_("This refund was sent already; nothing was changed."))
    subject = refund.account.pseudonym if refund.account else None
    note(SENT, "keep.payment", at=at, subject=subject, counts={"payments": 1})


def to_send() -> QuerySet[Payment]:
    """Refunds that somebody has to send: those by transfer, and what is due by a day in any way."""
    waits = Q(method="transfer") | Q(send_by__isnull=False)
    return Payment.objects.filter(waits, amount__lt=0, sent_at=None, taken_back_at=None)


def late_to_send(today: date) -> QuerySet[Payment]:
    """Those whose last day is over."""
    return to_send().filter(send_by__lt=today)


def refund_reference(refund: Payment) -> str:
    """What to write on the transfer of a refund, by which its line is known."""
    return RF.make(f"{_MARK}{refund.pk:0{_DIGITS}}")


def refunds_named(text: str) -> set[int]:
    """The numbers of refunds whose references stand in a text."""
    length = len(_MARK) + _DIGITS
    return {
        int(each.removeprefix(_MARK))
        for each in held_in(text, RF)
        if each.startswith(_MARK) and len(each) == length
    }
