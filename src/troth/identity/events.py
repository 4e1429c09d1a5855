"""What the journal tells of how people sign in."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

CODE_APP_ADDED = Event(
    "person.code_app_added", told=gettext_noop("someone added an app for codes as a second step")
)
CODE_APP_REMOVED = Event(
    "person.code_app_removed", told=gettext_noop("someone removed their app for codes")
)
NOT_ME = Event(
    "person.not_me",
    told=gettext_noop("someone said that it was not them, and everybody was signed out"),
)
OTHER_SIGN_IN_ADDED = Event(
    "person.other_sign_in_added", told=gettext_noop("someone connected another way to sign in")
)
OTHER_SIGN_IN_REMOVED = Event(
    "person.other_sign_in_removed", told=gettext_noop("someone disconnected another way to sign in")
)
PASSKEY_ADDED = Event("person.passkey_added", told=gettext_noop("someone added a passkey"))
PASSKEY_REMOVED = Event("person.passkey_removed", told=gettext_noop("someone removed a passkey"))
PASSWORD_CHANGED = Event(
    "person.password_changed", told=gettext_noop("someone changed their password")
)
PASSWORD_RESET = Event(
    "person.password_reset", told=gettext_noop("someone replaced a forgotten password")
)
PASSWORD_SET = Event("person.password_set", told=gettext_noop("someone chose a first password"))
RECOVERY_CODES_MADE = Event(
    "person.recovery_codes_made", told=gettext_noop("someone had recovery codes made")
)
