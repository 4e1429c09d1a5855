"""What the journal tells of what comes in, is seen and goes out."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

CONSENT_GIVEN = Event("consent.given", told=gettext_noop("a consent was given"))
CONSENT_OBJECTED = Event(
    "consent.objected", told=gettext_noop("an objection ended a consent or a use")
)
CONSENT_REFUSED = Event("consent.refused", told=gettext_noop("a consent was refused"))
CONSENT_WITHDRAWN = Event("consent.withdrawn", told=gettext_noop("a consent was withdrawn"))
LOOK_AGREED = Event("look.agreed", told=gettext_noop("someone agreed that staff look"))
LOOK_ASKED = Event("look.asked", told=gettext_noop("staff asked whether they may look"))
LOOK_REFUSED = Event("look.refused", told=gettext_noop("someone refused that staff look"))
READ = Event("data.read", told=gettext_noop("staff read someone's data"))
POLICY_ACCEPTED = Event("policy.accepted", told=gettext_noop("someone accepted this policy"))
ACKNOWLEDGED = Event(
    "policy.acknowledged", told=gettext_noop("a member of staff acknowledged this policy")
)
READING_LIMITED = Event("reading.limited", told=gettext_noop("someone limited what staff read"))
SITE_ADDED = Event("site.added", told=gettext_noop("a site was added"))
SITE_ALLOWED = Event("site.allowed", told=gettext_noop("someone said what a site may learn"))
SITE_REMOVED = Event("site.removed", told=gettext_noop("a site was removed"))
SITE_WITHDRAWN = Event(
    "site.withdrawn", told=gettext_noop("someone withdrew what a site may learn")
)
UNDERTAKING_ENDED = Event(
    "undertaking.ended", told=gettext_noop("what a recipient had undertaken ended")
)
UNDERTAKING_ENTERED = Event(
    "undertaking.entered", told=gettext_noop("what a recipient undertook was put on record")
)
