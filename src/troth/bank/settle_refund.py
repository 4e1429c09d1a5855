"""Settle a line by which a refund was transferred."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from troth.bank.locked import waiting_or_refuse
from troth.bank.models import BankLine
from troth.bank.ordered import written
from troth.bank.question import answer
from troth.billing.mark_sent import mark_sent, refunds_named
from troth.billing.models import Payment
from troth.core.conflicts import act
from troth.core.errors import TrothError


@act
def settle_refund(line: BankLine, refund: Payment, *, at: datetime) -> None:
    """Say that a line is a refund, which waits to be sent no more.

    Raises TrothError for one of another amount, and for one that another line is.
    """
    line = waiting_or_refuse(line)
    refund = Payment.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    if refund not in booked_refunds(line):
        raise TrothError(_("This refund belongs to another line, or its amount differs."))
    if refund.sent_at is None:
        mark_sent([refund], at=at)
    line.account, line.payment, line.settled_at = refund.account, refund, at
    line.save(update_fields=["account", "payment", "settled_at"])
    answer(line, at=at)


def booked_refunds(line: BankLine) -> QuerySet[Payment]:
    """The refunds by transfer of a line's amount that no line is yet, sent or not."""
    return Payment.objects.filter(
        amount=line.amount,
        currency=line.currency,
        method="transfer",
        bank_lines=None,
        taken_back_at=None,
    )


def refund_of(line: BankLine) -> Payment | None:
    """The refund that a line names, and else the only one of its amount to its payee's account."""
    if named := refunds_named(written(line)):
        found = booked_refunds(line).filter(pk__in=named)
    else:
        payee = BankLine.objects.filter(party_iban=line.party_iban, payment__isnull=False)
        found = booked_refunds(line).filter(refunds__in=payee.values("payment"))
    every = list(found[:2]) if named or line.party_iban else []
    return every[0] if len(every) == 1 else None
