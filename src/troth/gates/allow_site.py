"""Let another site of the provider know who signs in there, and take that back."""

from collections.abc import Collection
from datetime import datetime

from allauth.idp.oidc.models import Token

from troth.accounts.models import Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.gates.events import SITE_ALLOWED, SITE_WITHDRAWN
from troth.gates.models import SiteConsent
from troth.publishing.evidence import note


@act
def allow_site(
    person: Person, site: str, *, asked: Collection[str], allowed: Collection[str], at: datetime
) -> SiteConsent:
    """Record that a site, by its client id, may learn the `allowed` ones of the `asked` scopes.

    A later answer replaces the one before.
    """
    refuse_restricted("gates.allow_site.allow_site", person)
    consent, _ = SiteConsent.objects.update_or_create(
        person=person,
        site=site,
        defaults={"asked": sorted(asked), "allowed": sorted(allowed), "at": at},
    )
    note(
        SITE_ALLOWED,
        "feature.single-sign-on",
        at=at,
        subject=person.pseudonym,
        counts={"asked": len(asked), "allowed": len(allowed)},
    )
    return consent


@act
def withdraw_site(person: Person, site: str, *, at: datetime) -> None:
    """End what a site may learn, and the tokens it holds; without a consent, nothing changes."""
    Token.objects.filter(user=person, client_id=site).delete()
    found, _ = SiteConsent.objects.filter(person=person, site=site).delete()
    if found:
        note(SITE_WITHDRAWN, "feature.single-sign-on", at=at, subject=person.pseudonym)
