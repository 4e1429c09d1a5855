"""What the journal tells of orders and quotes."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

PLACED = Event("order.placed", told=gettext_noop("something was ordered"))
ACCEPTED = Event("order.accepted", told=gettext_noop("an order was accepted"))
REFUSED = Event("order.refused", told=gettext_noop("an order was refused"))
