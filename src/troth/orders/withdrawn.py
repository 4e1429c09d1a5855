"""Which orders, and which lines of one, were withdrawn from."""

from django.db.models import Case, DateField, Exists, OuterRef, QuerySet, Subquery, When

from troth.orders.models import Order, OrderLine
from troth.services.models import Cancellation


def with_withdrawals(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Each with `withdrawn_on`: when its last contract was withdrawn from, None while one stands.

    Whoever is not trusted with services reads that it was accepted, which stays true.
    """
    lines = OrderLine.objects.filter(order=OuterRef("pk"))
    stands = lines.exclude(service__cancellations__kind=Cancellation.Kind.WITHDRAWN)
    last = _last(service__order_line__order=OuterRef("pk"))
    return orders.annotate(withdrawn_on=Case(When(~Exists(stands), then=last)))


def lines_with_withdrawals(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """Each with `withdrawn_on`, the day on which its contract was withdrawn from, or None."""
    return lines.annotate(withdrawn_on=_last(service=OuterRef("service")))


def _last(**of: OuterRef) -> Subquery:
    withdrawals = Cancellation.objects.filter(kind=Cancellation.Kind.WITHDRAWN, **of)
    days = withdrawals.order_by("-effective_on").values("effective_on")
    return Subquery(days[:1], output_field=DateField())
