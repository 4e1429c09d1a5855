"""Take back that a refund was sent, so that it waits once more."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from troth.bank.events import NOT_SENT
from troth.billing.models import Payment
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

_LATELY = timedelta(days=90)


@act
def take_back_sent(refund: Payment, *, at: datetime) -> None:
    """Have a refund that was ticked wait again. Raises TrothError for one that the bank has told
    of, and for one that waits."""
    if not ticked(at=at).filter(pk=refund.pk).update(sent_at=None):
        raise TrothError(
            _(
                "The bank has already reported this refund, or it is still waiting; nothing was "
                "changed."
            )
        )
    subject = refund.account.pseudonym if refund.account else None
    note(NOT_SENT, "keep.payment", at=at, subject=subject, counts={"payments": 1})


def ticked(*, at: datetime) -> QuerySet[Payment]:
    """Refunds that somebody lately said are sent, and of which the bank has not told."""
    return sent_by_hand().filter(sent_at__gte=at - _LATELY)


def sent_by_hand() -> QuerySet[Payment]:
    """Refunds that somebody said are sent, and of which no line of the bank tells.

    What never waited has been sent in the moment in which it was entered.
    """
    return Payment.objects.filter(amount__lt=0, sent_at__gt=F("received_at"), bank_lines=None)
