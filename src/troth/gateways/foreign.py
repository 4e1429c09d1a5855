"""What is told of payments of another system that uses the same account at a gateway."""

from collections.abc import Collection

from django.db.models import Count, Q

from troth.gateways.gateway import Standing
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt, PaymentMethod


def is_foreign(gateway: str, said: Standing) -> bool:
    """Whether a payment is plainly not ours: it has no key of ours, we know it by no name, and
    nobody whom the gateway knows for us has paid it."""
    if said.key:
        return False
    ways = PaymentMethod.objects.filter(gateway=gateway, customer=said.customer)
    begun = PaymentAttempt.objects.filter(gateway=gateway, reference=said.reference)
    known = (said.customer and ways.exists()) or (said.reference and begun.exists())
    return not known


def foreign_notices() -> dict[str, int]:
    """How many events were of payments of others, by gateway, as long as that is kept."""
    told = GatewayEvent.objects.filter(asks=Asks.FOREIGN).order_by("gateway")
    return dict(told.values_list("gateway").annotate(Count("pk")))


def foreign_of(gateway: str, references: Collection[str]) -> set[str]:
    """Which of these payments and refunds of a gateway are known to be of others."""
    told = GatewayEvent.objects.filter(
        Q(reference__in=references) | Q(payment__in=references),
        gateway=gateway,
        asks=Asks.FOREIGN,
    )
    named = {name for pair in told.values_list("reference", "payment") for name in pair}
    return named & {*references} - {""}
