"""The published policy, as everybody may read it."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.core.day import day_at
from troth.policy.parse import Policy
from troth.policy.summary import summary
from troth.portal.article import parts_of
from troth.publishing.running import editions_on, policy_on


@require_safe
def privacy_policy(request: HttpRequest) -> HttpResponse:
    """The policy in force, each rule foldable under its prose with what was last done by it.

    `?open=all` has all rules open.
    """
    now = timezone.now()
    policy = policy_on(now)
    unfolded = request.GET.get("open") == "all"
    context = {
        "policy": parts_of(policy, with_evidence=True, unfolded=unfolded),
        "unfolded": unfolded,
        "summary": summary(policy.tables),
        "days": _days(policy, now),
    }
    return render(request, "publishing/policy.html", context)


def _days(policy: Policy, at: datetime) -> dict[str, date]:
    """Since when it is in force, which is not what was typed; and when it was published, where the
    policy says that its page bears that day."""
    edition, *_to_come = editions_on(day_at(at))
    assert edition
    days = {"effective": edition.start}
    if "modified" in policy.tables.policy.dated:
        days["modified"] = day_at(edition.published)
    return days
