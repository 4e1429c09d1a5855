"""What the journal tells of the catalogue."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

CHANGED = Event("catalog.changed", told=gettext_noop("the catalogue was changed by staff"))
PRICE_SET = Event("catalog.price_set", told=gettext_noop("a price for new orders was set"))
PRICE_CHANGED = Event(
    "catalog.price_changed", told=gettext_noop("customers were told of a price that will change")
)
PRICE_STAYS = Event(
    "catalog.price_stays", told=gettext_noop("customers were told that a price does not change")
)
PRICE_TAKEN_BACK = Event(
    "catalog.price_taken_back",
    told=gettext_noop("a price for new orders was taken back before it held"),
)
