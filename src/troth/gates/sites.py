"""The other sites of the provider at which people may sign in from here."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe

from allauth.idp.oidc.models import Client

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.events import SITE_ADDED, SITE_REMOVED
from troth.gates.models import SiteConsent
from troth.publishing.evidence import note
from troth.publishing.running import policy_on


@act
def add_site(name: str, address: str, scopes: Sequence[str], *, at: datetime) -> tuple[Client, str]:
    """Make a site known: the site, and its secret, which stands nowhere else.

    address: where people come back to there. scopes: what it may ask to learn of them. Raises
    TrothError where the policy does not have it.
    """
    policy = policy_on(at, missing_ok=True)
    if policy and "single-sign-on" not in policy.features:
        raise TrothError(
            "The policy in force says nothing of other sites; publish one with "
            "[feature.single-sign-on]."
        )
    secret = token_urlsafe(32)
    site = Client(name=name, redirect_uris=address, scopes="\n".join(scopes))
    site.set_secret(secret)
    site.save()
    note(SITE_ADDED, "feature.single-sign-on", at=at, counts={"scopes": list(scopes)})
    return site, secret


@act
def remove_site(site: Client, *, at: datetime) -> None:
    """Forget a site, and end what it may learn and the tokens that it holds."""
    people, _ = SiteConsent.objects.filter(site=site.pk).delete()
    site.delete()
    note(SITE_REMOVED, "feature.single-sign-on", at=at, counts={"people": people})
