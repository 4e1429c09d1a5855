"""Pay back what is due to a customer who has withdrawn from a contract."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.goes_back_by_itself import goes_back_by_itself
from troth.billing.owed import aside
from troth.billing.refund import refund
from troth.core.conflicts import act
from troth.core.money import money
from troth.gateways.gateway import Outcome
from troth.gateways.pay_back import left_to_go_back
from troth.services.locked import NotNowError
from troth.services.models import Cancellation, Term


def to_pay_back() -> QuerySet[Cancellation]:
    """Withdrawals of which something is still to be paid back, each with its `currency`."""
    return each_with_currency().filter(refunded_at=None)


def each_with_currency() -> QuerySet[Cancellation]:
    """Withdrawals by which something is due, paid back or not, each with its `currency`."""
    latest = Term.objects.filter(service=OuterRef("service")).order_by("-starts", "-pk")
    found = Cancellation.objects.filter(refund__gt=0)
    return found.annotate(currency=Subquery(latest.values("currency")[:1]))


def has_not_arrived(withdrawal: Cancellation) -> bool:
    """Whether a gateway could not bring something to its customer since: it goes otherwise then."""
    account, since = withdrawal.account, withdrawal.asked_at
    attempts = account.payment_attempts.filter(refunds__isnull=False, started_at__gte=since)
    back = account.payments.filter(amount__lt=0, received_at__gte=since)
    return (
        attempts.filter(outcome=Outcome.DECLINED).exists()
        or back.filter(attempt__isnull=False, taken_back_at__isnull=False).exists()
    )


def left_to_pay_back(withdrawal: Cancellation) -> int:
    """What is still set aside for a withdrawal, in minor units.

    What went back, or was used by the customer, counts for the one first that is due first.
    """
    currency = withdrawal.service.terms.latest("starts", "pk").currency
    later = Q(refund_by__gt=withdrawal.refund_by) | Q(
        refund_by=withdrawal.refund_by, pk__gt=withdrawal.pk
    )
    every: QuerySet[Any] = to_pay_back()  # whose `currency` no type knows
    others = every.filter(later, account=withdrawal.account, currency=currency)
    for_others = int(others.aggregate(sum=Sum("refund", default=0))["sum"])
    there = aside(withdrawal.account, currency) - for_others
    return max(0, min(withdrawal.refund, there))


@act
def pay_back(
    withdrawal: Cancellation, *, at: datetime, by_hand: bool = False, by_transfer: bool = False
) -> None:
    """Enter that it is paid back, the way the money came, the latest payments first.

    What came through a gateway goes back by that, and is in the books once it has; `by_hand` staff
    see to that too, and `by_transfer` what a gateway could not bring goes from our bank. What goes
    back is due by the day of the withdrawal. What went back before, or was used by the customer, is
    not paid once more. Raises NotNowError where their payments were not as much, and TrothError
    while a gateway is already paying one of them back.
    """
    account = lock_or_refuse(withdrawal.account)
    found = Cancellation.objects.select_for_update().get(pk=withdrawal.pk)
    if found.refunded_at:
        return
    currency = found.service.terms.latest("starts", "pk").currency
    left = left_to_pay_back(found)
    payments = account.payments.filter(currency=currency, refunds=None, amount__gt=0)
    for payment in payments.order_by("-received_at", "-pk"):
        if (amount := min(left, left_to_go_back(payment))) > 0:
            if by_transfer:
                refund(payment, amount, at=at, method="transfer")
            elif by_hand or not goes_back_by_itself(payment, amount, reopen=False, at=at):
                refund(payment, amount, at=at)
            left -= amount
    if left:
        raise NotNowError(
            _("Nothing was entered: what this customer has paid is %(amount)s less than that.")
            % {"amount": money(left, currency)}
        )
    # What staff have entered elsewhere since then is a part of it, and due by the same day.
    account.payments.filter(
        amount__lt=0,
        currency=currency,
        received_at__gte=found.asked_at,
        sent_at=None,
        send_by=None,
        taken_back_at=None,
    ).update(send_by=found.refund_by)
    found.refunded_at = at
    found.save(update_fields=["refunded_at"])
