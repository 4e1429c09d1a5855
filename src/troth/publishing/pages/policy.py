"""The published policy, as everybody may read it."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.core.day import day_at
from troth.policy.parse import Policy
from troth.portal.article import article
from troth.publishing.running import editions_on, policy_on


@require_safe
def privacy_policy(request: HttpRequest) -> HttpResponse:
    """The policy in force, each rule foldable under its prose with what was last done by it."""
    now = timezone.now()
    policy = policy_on(now)
    context = {"article": article(policy, with_evidence=True), "days": _days(policy, now)}
    return render(request, "publishing/policy.html", context)


def _days(policy: Policy, at: datetime) -> dict[str, date]:
    """The days that the policy says its page bears: when it was published, not what was typed."""
    edition, *_to_come = editions_on(day_at(at))
    assert edition
    days = {"effective": edition.start, "modified": day_at(edition.published)}
    return {word: days[word] for word in policy.tables.policy.dated}
