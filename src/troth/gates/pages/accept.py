"""The page on which customers accept the policy, to which pages of the services lead before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.gates.accept_policy import accept_policy, has_accepted
from troth.portal.access import me, personal
from troth.portal.article import article
from troth.publishing.running import policy_on


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def accept(request: HttpRequest) -> HttpResponse:
    """Show the policy, record that it is accepted, and go where the reader wanted to.

    What counts is the text that was shown: if another came into force meanwhile, that one is
    shown next.
    """
    now = timezone.now()
    policy = policy_on(now)
    person, ways = me(request), policy.tables.policy.accepted
    accepted = has_accepted(person, policy, at=now)
    shown = request.POST.get("policy") == policy.digest
    if request.method == "POST" and shown and "tick" in ways:
        if "accept" in request.POST:
            accept_policy(person, policy, "tick", at=now)
            messages.success(request, _("Thank you. We have recorded that you accepted it."))
            return redirect(_way_on(request))
        messages.error(request, _("Please tick the box to accept the policy."))
    context = {
        "policy": policy,
        "article": article(policy),
        "accepted": accepted,
        "by_tick": "tick" in ways,
        "contact": policy.tables.provider.privacy_contact,
    }
    return render(request, "gates/accept.html", context)


def _way_on(request: HttpRequest) -> str:
    """Where `next` of the address leads, on this site only; else the first page."""
    to = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    return to if allowed and to.startswith("/") else reverse("overview")
