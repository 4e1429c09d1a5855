"""What the journal tells of itself."""

from django.utils.translation import gettext_noop as _

from troth.journal.event import Event

FORKED = Event("journal.forked", told=_("two histories of the journal were joined"))
KEY_CHANGED = Event("journal.key_changed", told=_("the journal's key was replaced by a new one"))
RESTORED = Event("journal.restored", told=_("what a restored backup had lost was done again"))
STOPPED = Event("journal.stopped", told=_("the journal was not signed, and staff were told"))
TAKEN_UP = Event("journal.taken_up", told=_("the journal took up what a restored backup lacked"))
