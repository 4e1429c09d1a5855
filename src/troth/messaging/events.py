"""What the journal tells of messages."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

STOPPED = Event(
    "message.stopped", told=gettext_noop("a message was not sent, since its consent no longer held")
)
FAILED = Event("message.failed", told=gettext_noop("a message could not be sent"))
ANNOUNCED = Event("policy.announced", told=gettext_noop("a new policy was announced"))
