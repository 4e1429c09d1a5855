"""What the journal tells of invoices and money."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

ISSUED = Event("invoices.issued", told=gettext_noop("invoices were issued"))
RECEIVED = Event("payments.received", told=gettext_noop("payments were taken in"))
TAKEN_BACK = Event("payments.taken_back", told=gettext_noop("payments were taken back"))
BILL_AGREED = Event("billing.agreed", told=gettext_noop("staff agreed to invoices of a day"))
STEP_SET = Event("dunning.step_set", told=gettext_noop("a step of dunning was set"))
STEP_REMOVED = Event("dunning.step_removed", told=gettext_noop("a step of dunning was removed"))
DUNNED = Event("dunning.done", told=gettext_noop("steps of dunning were taken for unpaid invoices"))
