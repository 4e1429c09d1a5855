"""What the journal tells of the policy itself."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

PUBLISHED = Event("policy.published", told=gettext_noop("a policy was published"))
