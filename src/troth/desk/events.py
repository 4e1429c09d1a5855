"""What the journal tells of what staff do with requests."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

PROOF_SEEN = Event("request.proof_seen", told=gettext_noop("a proof of who asks was looked at"))
