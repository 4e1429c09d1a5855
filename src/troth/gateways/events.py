"""What the journal tells of gateways."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

WAY_KEPT = Event("payment_method.kept", told=gettext_noop("a gateway keeps a way to pay"))
WAY_GONE = Event("payment_method.gone", told=gettext_noop("a gateway no longer keeps a way to pay"))
PAYOUT_BOOKED = Event("payout.booked", told=gettext_noop("money of a gateway is on its way"))
EVENT_SETTLED = Event(
    "gateway_event.settled", told=gettext_noop("staff settled what a gateway told")
)
EVENT_AGAIN = Event(
    "gateway_event.taken_again", told=gettext_noop("staff had what a gateway told taken again")
)
