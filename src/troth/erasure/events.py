"""What the journal tells of what goes, and what stops it."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

ADDRESS_EMPTIED = Event(
    "person.address_emptied",
    told=gettext_noop("an e-mail address that did not work was emptied"),
)
ACCOUNT_ERASED = Event("account.erased", told=gettext_noop("an account was erased"))
HOLD_LIFTED = Event("hold.lifted", told=gettext_noop("a hold was lifted"))
HOLD_PLACED = Event("hold.placed", told=gettext_noop("a hold was placed"))
HOLD_REVIEWED = Event("hold.reviewed", told=gettext_noop("a hold was looked at again"))
FAILED = Event(
    "keep.failed", told=gettext_noop("what was due could not be removed, and staff were told")
)
REMOVED = Event("keep.removed", told=gettext_noop("what was due was removed"))
PERSON_ERASED = Event("person.erased", told=gettext_noop("someone's data was erased"))
PARTLY_ERASED = Event(
    "person.partly_erased", told=gettext_noop("what may go of someone's data was erased")
)
FORGOT = Event(
    "recipient.forgot", told=gettext_noop("the recipient confirmed that it has forgotten")
)
REQUEST_ENDED = Event("request.ended", told=gettext_noop("a request went with whoever had asked"))
