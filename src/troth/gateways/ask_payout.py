"""The calls by which a gateway is asked what a payout is of: see `calls/kinds.py`."""

from datetime import datetime

from troth.calls.errors import Refused
from troth.calls.kinds import Answer
from troth.calls.models import Call
from troth.gateways.book_payout import book_payout
from troth.gateways.by_names_alone import by_names_alone
from troth.gateways.gateway import NotPaidOutError
from troth.gateways.handle import end
from troth.gateways.installed import switched_on
from troth.gateways.lose_payout import lose_payout
from troth.gateways.models import Asks, GatewayEvent


class AskPayout:
    """About the payout of one event. It changes nothing there, so it can be asked again."""

    def make(self, call: Call, *, at: datetime) -> Answer:
        event = GatewayEvent.objects.filter(pk=call.row).first()
        if event is None:
            raise Refused("Nobody waits for it any more.")
        of = switched_on(call.plug_in)
        try:
            with by_names_alone(of):
                said = of.payout(event.reference)
        except NotPaidOutError:
            lose_payout(call.plug_in, event.reference, at=at)
            raise

        def write(now: datetime) -> None:
            book_payout(call.plug_in, said, at=now)
            _end(call, None, at=now)

        return Answer(said.reference[:120], write)

    def look_up(self, call: Call, *, at: datetime) -> Answer | None:
        """Nothing was changed there."""
        return None

    def refused(self, call: Call, *, at: datetime) -> None:
        """It does not arrive, or nobody will say what it is of: a person looks at it."""
        _end(call, Asks.PAYOUT, at=at)


def _end(call: Call, asks: Asks | None, *, at: datetime) -> None:
    for event in GatewayEvent.objects.still_open().filter(pk=call.row):
        end(event, asks, at=at)
