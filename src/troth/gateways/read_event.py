"""What an event that is stored says, as its gateway's plug-in read it."""

from troth.gateways.gateway import Again, Kept, Outcome, Standing
from troth.gateways.models import GatewayEvent


def standing_of(event: GatewayEvent) -> Standing:
    """What it says of a payment, a refund or a dispute."""
    return Standing(
        outcome=Outcome(event.outcome or Outcome.OPEN),
        # An event of a dispute has the reference of that; its standing is of the payment.
        reference=event.reference if event.what == "refund" else event.payment,
        key=event.key,
        payee=event.payee,
        amount=event.amount or 0,
        currency=event.currency,
        of=event.payment if event.what == "refund" else "",
        fee=event.fee,
        kept=kept_of(event),
        code=event.code,
        again=Again(event.again or Again.NEVER),
        customer=event.way_customer,
    )


def kept_of(event: GatewayEvent) -> Kept | None:
    """The payment method that it says is kept."""
    if not event.way:
        return None
    return Kept(event.way, event.way_customer, event.way_kind, event.way_label, event.way_ends_on)
