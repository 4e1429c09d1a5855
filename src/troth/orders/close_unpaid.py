"""Every night: close the orders of which nothing was paid, where their services wait for that."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from troth.accounts.locked import lock_or_refuse
from troth.bank.unread import unread
from troth.billing.models import Invoice, Irregularity
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.provider import provider
from troth.orders.events import CLOSED
from troth.orders.models import Order, OrderLine
from troth.orders.tell import tell
from troth.publishing.evidence import note
from troth.services.give_up import give_up
from troth.services.models import Charge, Service
from troth.services.use_promotion import give_use_back


def close_unpaid(*, at: datetime) -> int:
    """Close each order whose invoice was issued so many days ago; how many. Twice is once.

    Not while the bank's statements are too old to say that nothing was transferred, nor while
    something does not add up in the account.
    """
    return sum(_close(order, at=at) for order in _never_paid(at).select_related("account"))


@act
def _close(order: Order, *, at: datetime) -> bool:
    account = lock_or_refuse(order.account)
    found = _never_paid(at).filter(pk=order.pk).first()
    if found is None:
        return False
    give_up(account, list(Service.objects.filter(order_line__order=found)), at=at)
    give_use_back(found.promotion)  # its services, which end, give back the stock
    found.closed_at = at
    found.save(update_fields=["closed_at"])
    note(CLOSED, "keep.order", at=at, subject=account.pseudonym)
    tell(found, "closed", at=at)
    return True


def _never_paid(at: datetime) -> QuerySet[Order]:
    """Orders none of whose services began, and whose charges are all on invoices of long ago of
    which nothing was paid."""
    invoices = Invoice.objects.with_owed().filter(
        issued_at__lte=at - provider().unpaid_order, total__gt=0, owed__gte=F("total")
    )
    lines = OrderLine.objects.filter(order=OuterRef("pk"))
    waiting = lines.filter(
        service__waits_for_payment=True, service__activated_at=None, service__ended_at=None
    )
    charges = Charge.objects.filter(service__order_line__order=OuterRef("pk"), amount__gt=0)
    return (
        Order.objects.filter(
            Exists(waiting),
            ~Exists(lines.filter(service__activated_at__isnull=False)),
            Exists(charges),
            ~Exists(charges.exclude(line__invoice__in=invoices.values("pk"))),
            accepted_at__isnull=False,
            closed_at=None,
            account__cancelled_at=None,
        )
        .exclude(currency__in=unread(day_at(at)))
        .exclude(account__irregularities__in=_open_irregularities())
        .order_by("pk")
    )


def _open_irregularities() -> QuerySet[Irregularity]:
    return Irregularity.objects.filter(resolved_at=None)
