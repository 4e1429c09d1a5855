"""What the journal tells of messages."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

STOPPED = Event(
    "message.stopped",
    told=gettext_noop(
        "a message was not sent, since its consent no longer held or its address was wrong"
    ),
)
UNREACHABLE = Event(
    "person.unreachable", told=gettext_noop("mails to someone came back, who was asked about it")
)
REACHABLE = Event(
    "person.reachable", told=gettext_noop("someone said that mails to them arrive again")
)
MAILED = Event("message.mailed", told=gettext_noop("a mail was written to customers"))
SENT_AGAIN = Event(
    "message.sent_again", told=gettext_noop("a message that could not be sent was sent again")
)
FAILED = Event("message.failed", told=gettext_noop("a message could not be sent"))
ANNOUNCED = Event("policy.announced", told=gettext_noop("a new policy was announced"))
