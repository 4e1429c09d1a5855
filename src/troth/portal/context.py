"""What every page's template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from troth.portal.navigation import Navigation
from troth.privacy.rights import right_to
from troth.privacy.running import policy_on


def provider(request: HttpRequest) -> dict[str, Any]:
    """The provider and the edition of the policy in force, once one is, and the ways on."""
    known = {**brand(), "navigation": Navigation(request)}
    if policy := policy_on(timezone.now().date(), missing_ok=True):
        known |= {"provider": policy.tables.provider, "edition": policy.tables.policy}
        known["may_recover"] = right_to("recover", policy) is not None
    return known


def brand() -> dict[str, Any]:
    """Whether the provider has set a colour and a logo. Pages of errors know this much."""
    return {"accent": settings.BRAND_ACCENT, "logo": settings.BRAND_LOGO}
