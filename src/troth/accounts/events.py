"""What the journal tells of accounts and the people in them."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

CANCELLED = Event("account.cancelled", told=gettext_noop("an account was cancelled"))
ACCOUNT_CONFIRMED = Event(
    "account.confirmed", told=gettext_noop("someone said that an account's details are right")
)
ACCOUNT_CORRECTED = Event(
    "account.corrected", told=gettext_noop("an account's details were corrected")
)
HANDED_OVER = Event("membership.handed_over", told=gettext_noop("an account was handed over"))
REACTIVATED = Event("account.reactivated", told=gettext_noop("an account was taken up again"))
RESELLER_MARKED = Event(
    "account.reseller_marked", told=gettext_noop("an account was marked as a reseller's")
)
RESELLER_UNMARKED = Event(
    "account.reseller_unmarked",
    told=gettext_noop("an account was marked as no reseller's any more"),
)
PERSON_CONFIRMED = Event(
    "person.confirmed", told=gettext_noop("someone said that their details are right")
)
PERSON_CORRECTED = Event("person.corrected", told=gettext_noop("someone corrected their details"))
EMAIL_CHANGED = Event(
    "person.email_changed", told=gettext_noop("someone's e-mail address was changed")
)
EMAIL_CONFIRMED = Event(
    "person.email_confirmed", told=gettext_noop("an e-mail address was confirmed")
)
PREFERENCES_TOLD = Event(
    "person.preferences_told", told=gettext_noop("someone told what they prefer")
)
RESTRICTED = Event("processing.restricted", told=gettext_noop("processing was restricted"))
LIFTED = Event("restriction.lifted", told=gettext_noop("a restriction was lifted"))
DELETED = Event("entry.deleted", told=gettext_noop("someone deleted an entry of theirs"))
TAKEN_BACK = Event(
    "entry.taken_back", told=gettext_noop("someone took back an entry that they had deleted")
)
