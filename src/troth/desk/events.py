"""What the journal tells of what staff do with requests."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

CARRIED_OUT = Event("request.carried_out", told=gettext_noop("what was asked was carried out"))
CONFIRMATION_ASKED = Event(
    "request.confirmation_asked", told=gettext_noop("a link was sent to confirm a new address")
)
PROOF_ASKED = Event("request.proof_asked", told=gettext_noop("a proof of who asks was asked for"))
PROOF_SEEN = Event("request.proof_seen", told=gettext_noop("a proof of who asks was looked at"))
QUESTION_ASKED = Event(
    "request.question_asked", told=gettext_noop("whoever had asked was asked a question")
)
