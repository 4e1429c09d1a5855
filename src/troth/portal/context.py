"""What every page's template knows."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from troth.policy.language import Edition, Provider
from troth.privacy.running import policy_on


def provider(request: HttpRequest) -> dict[str, Provider | Edition]:
    """The provider and the edition of the policy in force; nothing before one is."""
    now: datetime = timezone.now()
    policy = policy_on(now.date(), missing_ok=True)
    if policy is None:
        return {}
    return {"provider": policy.tables.provider, "edition": policy.tables.policy}
