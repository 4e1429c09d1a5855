"""What every page's template knows."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from troth.core.provider import Provider
from troth.core.provider import provider as provided
from troth.gates.opt_out import opt_out_rule
from troth.policy.rights import right_to
from troth.portal.navigation import Navigation
from troth.publishing.coming import compared
from troth.publishing.running import policies_on
from troth.support.inquiries.forms import public_forms


def provider(request: HttpRequest) -> dict[str, Any]:
    """The provider and the edition of the policy in force, once one is, and the ways on."""
    ours = provided()
    known = {**_brand(ours), "provider_links": ours.links, "navigation": Navigation(request)}
    policy, following = policies_on(timezone.now())
    if policy and following:
        # Compared where a page shows it only.
        known["coming"] = SimpleLazyObject(lambda: compared(policy, following))
    if policy:
        known |= {"provider": policy.tables.provider, "edition": policy.tables.policy}
        known["features"] = policy.features
        known["may_recover"] = right_to("recover", policy) is not None
        known["may_opt_out"] = opt_out_rule(policy) is not None
        known["may_ask"] = bool(public_forms(policy))
    return known


def brand() -> dict[str, Any]:
    """Whether the provider has set a colour and a logo. Pages of errors know this much."""
    return _brand(provided())


def _brand(ours: Provider) -> dict[str, Any]:
    return {"accent": ours.accent, "logo": ours.logo}
