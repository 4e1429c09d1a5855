"""What the journal tells of how people come, are trusted and serve."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

OPENED = Event("account.opened", told=gettext_noop("an account was opened"))
ACCEPTED = Event("membership.accepted", told=gettext_noop("someone accepted an invitation"))
CHANGED = Event(
    "membership.changed", told=gettext_noop("the access of a trusted person was changed")
)
FOUND = Event(
    "person.found", told=gettext_noop("details of someone were noted from an open source")
)
FINDING_REMOVED = Event(
    "person.finding_removed",
    told=gettext_noop("details of someone from an open source were removed"),
)
ENDED = Event("membership.ended", told=gettext_noop("the access of a trusted person was ended"))
INVITED = Event("membership.invited", told=gettext_noop("a trusted person was invited"))
LEFT = Event("membership.left", told=gettext_noop("a trusted person left"))
UNINVITED = Event("membership.uninvited", told=gettext_noop("an invitation was withdrawn"))
APPOINTED = Event("staff.appointed", told=gettext_noop("a member of staff was given a role"))
DISMISSED = Event(
    "staff.dismissed", told=gettext_noop("the role of a member of staff was taken away")
)
