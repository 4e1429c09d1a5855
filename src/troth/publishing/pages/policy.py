"""The published policy, as everybody may read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.portal.article import article
from troth.publishing.running import policy_on


@require_safe
def privacy_policy(request: HttpRequest) -> HttpResponse:
    """The policy in force, each rule foldable under its prose with what was last done by it."""
    policy = policy_on(timezone.now())
    text = article(policy, with_evidence=True)
    return render(request, "publishing/policy.html", {"article": text})
