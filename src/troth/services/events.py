"""What the journal tells of services."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

OPENED = Event("service.opened", told=gettext_noop("a service was opened by staff"))
CHARGED = Event("service.charged", told=gettext_noop("something was charged by hand"))
UNCHARGED = Event(
    "service.uncharged", told=gettext_noop("what was charged by hand is not invoiced after all")
)
SET_UP = Event("service.set_up", told=gettext_noop("a service was set up"))
CHANGED = Event("service.changed", told=gettext_noop("what is agreed for a service was changed"))
PRICE_AGREED = Event(
    "service.price_agreed", told=gettext_noop("a price was agreed for a service of its own")
)
PRICE_ENDED = Event(
    "service.price_ended", told=gettext_noop("the price of its own of a service was ended")
)
CANCELLED = Event("service.cancelled", told=gettext_noop("a service was cancelled"))
WITHDRAWN = Event(
    "service.withdrawn", told=gettext_noop("a customer withdrew from the contract of a service")
)
OWED_AGAIN = Event(
    "service.owed_again",
    told=gettext_noop("what is due after a withdrawal is owed again, as it did not arrive"),
)
KEPT = Event("service.kept", told=gettext_noop("the cancellation of a service was taken back"))
ENDED = Event("service.ended", told=gettext_noop("services ended"))
REACTIVATED = Event("service.reactivated", told=gettext_noop("a service was taken up again"))
CURRENCY_CHANGED = Event(
    "account.currency_changed", told=gettext_noop("the currency of an account was changed by staff")
)
PAUSED = Event("service.paused", told=gettext_noop("a service was paused"))
RESUMED = Event("service.resumed", told=gettext_noop("a service was resumed"))
TRANSFERRED = Event(
    "service.transferred", told=gettext_noop("a service was transferred to another account")
)
