"""Whether the invoice of an accepted order is still to come."""

from troth.orders.models import Order
from troth.services.models import Charge
from troth.wall.enter import beyond_wall


def waits_for_invoice(order: Order) -> bool:
    """Charges of the order's services wait for an invoice, and none of them is on one.

    As with `invoice_of`, whoever sees the order learns it without the scope of services.
    """
    with beyond_wall():
        charges = Charge.objects.filter(service__order_line__order=order)
        waiting = charges.filter(line=None).exists()
        return waiting and not charges.filter(line__isnull=False).exists()
