"""What else readers must know, at the place where the policy's `[tell.X]` says so."""

from typing import Any

from django import template
from django.utils import timezone

from troth.publishing.running import policy_on

register = template.Library()


@register.inclusion_tag("portal/told.html")
def told_at(place: str) -> dict[str, Any]:
    """The words for a place of the vocabulary, such as `sign-up`, in the policy's language."""
    policy = policy_on(timezone.now(), missing_ok=True)
    if policy is None:
        return {"texts": []}
    return {"texts": policy.tables.told_at(place), "language": policy.tables.policy.language}
