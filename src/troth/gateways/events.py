"""What the journal tells of payments by gateways."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

BEGUN = Event("payments.begun", told=gettext_noop("a payment through a gateway was begun"))
CHARGED = Event(
    "payments.charged", told=gettext_noop("invoices were to be paid by ways that are kept")
)
REFUND_ASKED = Event(
    "payments.refund_asked", told=gettext_noop("a gateway was asked to pay a payment back")
)
CHECK_DECIDED = Event(
    "bank_check.decided", told=gettext_noop("staff decided about the check of a bank account")
)
WAY_KEPT = Event("way_to_pay.kept", told=gettext_noop("a payment method was kept by a gateway"))
WAY_CHOSEN = Event(
    "way_to_pay.chosen", told=gettext_noop("by which way an account pays was chosen")
)
WAY_REMOVED = Event("way_to_pay.removed", told=gettext_noop("a payment method was removed"))
END_TOLD = Event(
    "way_to_pay.end_told", told=gettext_noop("owners were told that a payment method ends")
)
WAY_GONE = Event("way_to_pay.gone", told=gettext_noop("a gateway no longer keeps a payment method"))
FILE_MADE = Event(
    "direct_debits.file_made", told=gettext_noop("a file of direct debits was made for the bank")
)
FILE_TAKEN_BACK = Event(
    "direct_debits.file_taken_back",
    told=gettext_noop("a file of direct debits was taken back that the bank did not get"),
)
PAYOUT_BOOKED = Event("payout.booked", told=gettext_noop("money of a gateway is on its way"))
PAYOUT_LOST = Event(
    "payout.lost", told=gettext_noop("money of a gateway that was on its way does not arrive")
)
EVENT_SETTLED = Event(
    "gateway_event.settled", told=gettext_noop("staff settled what a gateway told")
)
EVENT_WAITS_AGAIN = Event(
    "gateway_event.waits_again",
    told=gettext_noop("staff took back that what a gateway told was settled"),
)
EVENT_AGAIN = Event(
    "gateway_event.taken_again", told=gettext_noop("staff had what a gateway told taken again")
)
