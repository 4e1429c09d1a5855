"""What the journal tells of invoices and money."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

ISSUED = Event("invoices.issued", told=gettext_noop("invoices were issued"))
RECEIVED = Event("payments.received", told=gettext_noop("payments were taken in"))
TAKEN_BACK = Event("payments.taken_back", told=gettext_noop("payments were taken back"))
