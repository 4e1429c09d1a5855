"""The policy that comes next, for everybody to read before its day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.portal.article import article
from troth.publishing.coming import coming
from troth.publishing.running import policy_on


@require_safe
def coming_policy(request: HttpRequest) -> HttpResponse:
    """What changes and the whole text; once its day has come, the policy in force."""
    now = timezone.now()
    upcoming = coming(at=now)
    if upcoming is None:
        return redirect("policy")
    running = policy_on(now).tables
    context = {
        "coming": upcoming,
        "opt_out": running.change.opt_out,
        "contact": running.provider.privacy_contact,
        "article": article(upcoming.policy),
    }
    return render(request, "publishing/coming.html", context)
