"""What the journal tells of calls to the outside."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

GIVEN_UP = Event("call.given_up", told=gettext_noop("staff gave up a call to a third party"))
TRIED_AGAIN = Event("call.tried_again", told=gettext_noop("staff had a call made again"))
