"""What the journal tells of the catalogue."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

CHANGED = Event("catalog.changed", told=gettext_noop("the catalogue was changed by staff"))
PRICE_SET = Event("catalog.price_set", told=gettext_noop("a price for new orders was set"))
PRICE_TAKEN_BACK = Event(
    "catalog.price_taken_back",
    told=gettext_noop("a price for new orders was taken back before it held"),
)
