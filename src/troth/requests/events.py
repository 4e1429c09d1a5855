"""What the journal tells of requests about one's rights."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

ANSWERED = Event("request.answered", told=gettext_noop("a request was answered"))
ASKED = Event("request.asked", told=gettext_noop("a request was made"))
ASSIGNED = Event("request.assigned", told=gettext_noop("a request was given to who handles it"))
CARRIED_OUT = Event("request.carried_out", told=gettext_noop("what was asked was carried out"))
CONFIRMATION_ASKED = Event(
    "request.confirmation_asked", told=gettext_noop("a link was sent to confirm a new address")
)
DISCARDED = Event(
    "request.discarded", told=gettext_noop("a message that asks for no right was put aside")
)
EXTENDED = Event("request.extended", told=gettext_noop("more time was taken for a request"))
HANDED_OVER = Event("request.handed_over", told=gettext_noop("a request was handed over"))
JOINED = Event("request.joined", told=gettext_noop("a message was added to a request"))
PAUSED = Event("request.paused", told=gettext_noop("a request waited for whoever had asked"))
PROOF_ASKED = Event("request.proof_asked", told=gettext_noop("a proof of who asks was asked for"))
PROOF_RECEIVED = Event("request.proof_received", told=gettext_noop("a proof of who asks came in"))
QUESTION_ASKED = Event(
    "request.question_asked", told=gettext_noop("whoever had asked was asked a question")
)
REFUSED = Event("request.refused", told=gettext_noop("a request was refused, with its reason"))
RESUMED = Event("request.resumed", told=gettext_noop("a request went on"))
SENDER_CONFIRMED = Event(
    "request.sender_confirmed", told=gettext_noop("a new address was confirmed")
)
SORTED = Event("request.sorted", told=gettext_noop("it was said what a message asks for"))
TAKEN_BACK = Event("request.taken_back", told=gettext_noop("a request was taken back"))
WHOSE_SAID = Event(
    "request.whose_said", told=gettext_noop("it was said whose data a request is about")
)
VERIFIED = Event("request.verified", told=gettext_noop("it was verified who asks"))
PROOF_SEEN = Event("request.proof_seen", told=gettext_noop("a proof of who asks was looked at"))
