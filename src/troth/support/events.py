"""What the journal tells of inquiries and tickets."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

TICKET_OPENED = Event("ticket.opened", told=gettext_noop("a ticket was opened"))
TICKET_ANSWERED = Event("ticket.answered", told=gettext_noop("staff answered in a ticket"))
TICKET_WRITTEN = Event("ticket.written", told=gettext_noop("somebody wrote in their ticket"))
TICKET_CLOSED = Event("ticket.closed", told=gettext_noop("a ticket was closed"))
TICKET_REOPENED = Event("ticket.reopened", told=gettext_noop("a ticket was opened again"))

INQUIRY_ANSWERED = Event("inquiry.answered", told=gettext_noop("an inquiry was answered"))
INQUIRY_ASKED = Event("inquiry.asked", told=gettext_noop("an inquiry came in"))
INQUIRY_CLOSED = Event("inquiry.closed", told=gettext_noop("an inquiry was closed"))
INQUIRY_REOPENED = Event(
    "inquiry.reopened", told=gettext_noop("somebody answered our answer to an inquiry")
)
INQUIRY_ERASED = Event("inquiry.erased", told=gettext_noop("inquiries were erased"))
