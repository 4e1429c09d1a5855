"""The page on which staff acknowledge the policy in force, the only one they see before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.desk.access import way_on
from troth.gates.acknowledge import acknowledge, has_acknowledged
from troth.portal.access import me, staff_only
from troth.portal.article import article
from troth.publishing.running import policy_on


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def acknowledge_policy(request: HttpRequest) -> HttpResponse:
    """Show the policy, note that it was acknowledged, and go where the reader wanted to.

    What counts is the text that was shown: if another came into force meanwhile, that one is
    shown next.
    """
    now = timezone.now()
    policy = policy_on(now)
    if request.method == "POST" and request.POST.get("policy") == policy.digest:
        if not has_acknowledged(me(request), policy, at=now):
            acknowledge(me(request), policy, at=now)
            messages.success(
                request, _("Thank you. We have recorded that you have read the policy.")
            )
        return redirect(way_on(request, "desk"))
    context = {
        "policy": policy,
        "article": article(policy),
        "asked": not has_acknowledged(me(request), policy, at=now),
    }
    return render(request, "desk/acknowledge.html", context)
