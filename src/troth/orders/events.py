"""What the journal tells of orders and quotes."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

PLACED = Event("order.placed", told=gettext_noop("something was ordered"))
ACCEPTED = Event("order.accepted", told=gettext_noop("an order was accepted"))
REFUSED = Event("order.refused", told=gettext_noop("an order was refused"))
CLOSED = Event("order.closed", told=gettext_noop("an order was closed as it was not paid"))
TAKEN_BACK = Event("order.taken_back", told=gettext_noop("an order was taken back"))

TERMS_ENTERED = Event("terms.entered", told=gettext_noop("terms of business were entered"))
REVIEW_SET = Event("review.set", told=gettext_noop("staff chose which orders they look at"))
REVIEW_ENDED = Event("review.ended", told=gettext_noop("staff look at fewer orders"))
QUOTED = Event("quote.sent", told=gettext_noop("a quote was sent"))
QUOTE_WITHDRAWN = Event("quote.withdrawn", told=gettext_noop("a quote was withdrawn"))
QUOTES_LAPSED = Event("quotes.lapsed", told=gettext_noop("the time of quotes was over"))
DECLINED = Event("quote.declined", told=gettext_noop("a quote was declined"))
