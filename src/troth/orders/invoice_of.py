"""The invoice that an order was invoiced by, as its services' charges say."""

from troth.billing.models import Invoice
from troth.orders.models import Order
from troth.services.models import Charge
from troth.wall.enter import beyond_wall


def invoice_of(order: Order) -> Invoice | None:
    """The first invoice with a charge of the order's services; None while these wait.

    Whoever sees the order sees its invoice, also without the scope of services, which charges are
    in: only the way there goes beyond the wall.
    """
    with beyond_wall():
        charged = Charge.objects.filter(service__order_line__order=order, line__isnull=False)
        first = charged.order_by("line").values_list("line__invoice", flat=True).first()
    invoices = Invoice.objects.filter(account=order.account_id)
    return invoices.filter(pk=first).first() if first else None
