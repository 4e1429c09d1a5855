"""Whether what was ordered is set up once it is paid."""

from troth.orders.models import Order
from troth.services.models import Service
from troth.services.unpaid import unpaid
from troth.wall.enter import beyond_wall


def waits_for_payment(order: Order) -> bool:
    """Services of the order wait for their money.

    As with `invoice_of`, whoever sees the order learns it without the scope of services.
    """
    with beyond_wall():
        return unpaid(Service.objects.filter(order_line__order=order)).filter(unpaid=True).exists()
