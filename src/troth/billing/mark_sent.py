"""Note that refunds were sent, and find those that were not."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from troth.billing.events import SENT
from troth.billing.models import Payment
from troth.billing.reference import RF, held_in
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.journal.append import append_many
from troth.publishing.evidence import entry
from troth.publishing.running import policy_on

# No invoice's number begins with it, nor does a reference for topping up.
_MARK = "98"
_DIGITS = 10


@act
def mark_sent(refunds: Sequence[Payment], *, at: datetime) -> None:
    """Have refunds wait no more, each once. Raises TrothError where one of them does not wait."""
    keys = [refund.pk for refund in refunds]
    if to_send().filter(pk__in=keys).update(sent_at=at) < len(keys):
        raise TrothError(_("One of these refunds has already been sent; nothing was changed."))
    policy, rule = policy_on(at), "keep.payment"
    whose = Payment.objects.filter(pk__in=keys).order_by("pk")
    append_many(
        entry(SENT, at=at, rule=rule, policy=policy, subject=subject, counts={"payments": 1})
        for subject in whose.values_list("account__pseudonym", flat=True)
    )


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
