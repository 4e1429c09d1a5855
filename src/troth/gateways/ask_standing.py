"""The calls by which a gateway is asked how a payment stands: see `calls/kinds.py`."""

from datetime import datetime

from troth.calls.errors import Refused
from troth.calls.kinds import Answer
from troth.calls.models import Call
from troth.gateways.by_names_alone import by_names_alone
from troth.gateways.handle import handle_answered
from troth.gateways.installed import switched_on
from troth.gateways.models import GatewayEvent


class AskStanding:
    """About the payment of one event. It changes nothing there, so it can be asked again."""

    def make(self, call: Call, *, at: datetime) -> Answer:
        event = GatewayEvent.objects.filter(pk=call.row).first()
        if event is None:
            raise Refused("Nobody waits for it any more.")
        of = switched_on(call.plug_in)
        with by_names_alone(of):
            # Our key is that of the payment only where the event is about that itself.
            said = of.look_up(event.key if event.what == "payment" else "", event.payment)
        return Answer(
            said.reference[:120] if said else "",
            lambda now: handle_answered(call.row, said, at=now),
        )

    def look_up(self, call: Call, *, at: datetime) -> Answer | None:
        """Nothing was changed there."""
        return None

    def refused(self, call: Call, *, at: datetime) -> None:
        """Nobody will say: a person looks at it."""
        handle_answered(call.row, None, at=at)
