"""The policies that were in force before, where the one in force says that they can be read."""

from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.portal.article import article
from troth.publishing.running import Edition, past_editions, policy_on, read_edition


class Past(NamedTuple):
    """An edition that holds no longer, and the last day on which it did."""

    edition: Edition
    last: date


@require_safe
def earlier(request: HttpRequest) -> HttpResponse:
    """Each with the days on which it was in force, the latest first."""
    return render(request, "publishing/editions.html", {"editions": _shown()})


@require_safe
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """One of them, as it was published."""
    found = next((each for each in _shown() if each.edition.number == number), None)
    if found is None:
        raise Http404
    context = {"past": found, "article": article(read_edition(found.edition))}
    return render(request, "publishing/edition.html", context)


def _shown() -> list[Past]:
    """The editions before the one in force. Raises Http404 where the policy shows none."""
    now = timezone.now()
    if not policy_on(now).tables.policy.earlier:
        raise Http404
    pairs = pairwise(past_editions(now))
    # One that another replaced on its first day was read by hardly anybody.
    return [Past(old, new.start - timedelta(days=1)) for new, old in pairs if old.start < new.start]
