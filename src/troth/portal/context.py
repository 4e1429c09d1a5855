"""What every page's template knows."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from troth.core.day import readers_zone
from troth.core.provider import Provider, time_zone
from troth.core.provider import provider as provided
from troth.gates.opt_out import opt_out_rule
from troth.policy.rights import right_to
from troth.portal.navigation import Navigation
from troth.publishing.coming import compared
from troth.publishing.running import last_read, policies_on
from troth.support.inquiries.forms import public_forms


class Zones(NamedTuple):
    """The time zone in which the reader sees moments, and that of the provider's days."""

    reader: str
    provider: str


def provider(request: HttpRequest) -> dict[str, Any]:
    """The provider and the edition of the policy in force, once one is, and the ways on."""
    ours = provided()
    known = {**_brand(ours), "provider_links": ours.links, "navigation": Navigation(request)}
    known["languages"] = settings.LANGUAGES
    known["zones"] = SimpleLazyObject(lambda: Zones(readers_zone().key, time_zone().key))
    policy, following = policies_on(timezone.now())
    if policy and following:
        # Compared where a page shows it only.
        known["coming"] = SimpleLazyObject(lambda: compared(policy, following))
    if policy:
        known |= {"provider": policy.tables.provider, "edition": policy.tables.policy}
        known["features"] = policy.features
        known["may_recover"] = right_to("recover", policy) is not None
        known["may_opt_out"] = opt_out_rule(policy) is not None
        known["has_contact_form"] = bool(public_forms(policy))
    return known


def brand() -> dict[str, Any]:
    """The provider's name, colour and logo, as far as they are known without the database."""
    known = _brand(provided())
    if policy := last_read():
        known["provider"] = policy.tables.provider
    return known


def _brand(ours: Provider) -> dict[str, Any]:
    return {"accent": ours.accent, "logo": ours.logo}
