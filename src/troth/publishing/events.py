"""What the journal tells of the policy itself."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

SIGNED_OFF = Event(
    "policy.signed_off",
    told=gettext_noop("a member of staff answered for changed words that mean the same"),
)
PUBLISHED = Event("policy.published", told=gettext_noop("a policy was published"))
