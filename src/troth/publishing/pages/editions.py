"""The policies that were in force before, where the one in force says that they can be read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.portal.article import article
from troth.publishing.running import Edition, past_editions, policy_on, read_edition


@require_safe
def earlier(request: HttpRequest) -> HttpResponse:
    """Each with the day from which it was in force, the latest first."""
    return render(request, "publishing/editions.html", {"editions": _shown()})


@require_safe
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """One of them, as it was published."""
    found = next((each for each in _shown() if each.number == number), None)
    if found is None:
        raise Http404
    context = {"start": found.start, "article": article(read_edition(found))}
    return render(request, "publishing/edition.html", context)


def _shown() -> list[Edition]:
    """The editions before the one in force. Raises Http404 where the policy shows none."""
    now = timezone.now()
    if not policy_on(now).tables.policy.earlier:
        raise Http404
    running, *older = past_editions(now)
    # One that another replaced on its first day was never read.
    by_day = {edition.start: edition for edition in reversed(older)}
    return [by_day[start] for start in sorted(by_day, reverse=True) if start < running.start]
