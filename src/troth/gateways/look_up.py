"""Ask a gateway how a payment stands."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.calls.errors import Refused
from troth.core.leave import reaching
from troth.gateways.follow_check import follow_check
from troth.gateways.gateway import Gateway, Standing
from troth.gateways.installed import checks, gateways
from troth.gateways.models import PaymentAttempt
from troth.gateways.settle import settle


def look_up(attempt: PaymentAttempt, *, at: datetime) -> Standing | None:
    """What the gateway says, once it is written down; None where it knows of nothing.

    It is told nothing but our key. A check of a bank account is followed; of that there is nothing
    to tell. Not within a transaction. Raises as plug-ins do.
    """
    if attempt.gateway in checks():
        follow_check(attempt, at=at)
        return None
    gateway = gateway_of(attempt)
    with reaching(gateway.recipient.name):
        standing = gateway.look_up(attempt.key, attempt.reference)
    if standing:
        settle(attempt, standing, gateway, at=at)
        attempt.refresh_from_db()
    return standing


def gateway_of(attempt: PaymentAttempt) -> Gateway:
    """The plug-in of an attempt. Raises Refused where it is switched on no longer."""
    gateway = gateways().get(attempt.gateway)
    if gateway is None:
        raise Refused(_("Payments by %(name)s are switched off.") % {"name": attempt.gateway})
    return gateway
