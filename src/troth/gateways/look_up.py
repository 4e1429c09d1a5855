"""Ask a gateway how a payment stands."""

from datetime import datetime

from troth.gateways.by_names_alone import by_names_alone
from troth.gateways.follow_check import follow_check
from troth.gateways.gateway import Gateway, Standing
from troth.gateways.installed import checks, switched_on
from troth.gateways.models import PaymentAttempt
from troth.gateways.settle import settle
from troth.gateways.take_agreed import wait_until_taken


def look_up(attempt: PaymentAttempt, *, at: datetime) -> Standing | None:
    """What the gateway says, once it is written down; None where it knows of nothing.

    What the customer has agreed to pay is taken, for which the attempt then stands. A check of a
    bank account is followed; of that there is nothing to tell. Not within a transaction. Raises as
    plug-ins do.
    """
    if attempt.gateway in checks():
        follow_check(attempt, at=at)
        return None
    standing = standing_of(attempt)
    if standing:
        settle(attempt, standing, switched_on(attempt.gateway), at=at)
        attempt.refresh_from_db()
        if standing.agreed and not attempt.ended_at:
            wait_until_taken(attempt, at=at)
    return standing


def standing_of(attempt: PaymentAttempt) -> Standing | None:
    """What the gateway says, with nothing written down; None where it knows of nothing.

    It is told nothing but our key. Not within a transaction. Raises as plug-ins do.
    """
    return said_of(attempt, switched_on(attempt.gateway))


def said_of(attempt: PaymentAttempt, gateway: Gateway) -> Standing | None:
    """What it says of an attempt; of a refund without a name yet, by that of its payment."""
    refunded = attempt.refunds.reference if attempt.refunds else ""
    with by_names_alone(gateway):
        return gateway.look_up(attempt.key, attempt.reference or refunded)
