"""The policies that were in force before, where the one in force says that they can be read."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.portal.article import parts_of
from troth.publishing.coming import Changed, compared
from troth.publishing.running import (
    CannotRunError,
    Edition,
    Following,
    past_editions,
    policy_on,
    read_edition,
)


class Past(NamedTuple):
    """An edition that holds no longer, and the last day on which it did."""

    edition: Edition
    last: date


@require_safe
def earlier(request: HttpRequest) -> HttpResponse:
    """Each with the days on which it was in force and what came after it, the latest first."""
    shown = _shown()
    current = past_editions(timezone.now())[0]
    followed = [current, *(each.edition for each in shown)]
    context = {
        "editions": shown,
        "current": current,
        "steps": [
            (each, _changes(each.edition, later))
            for each, later in zip(shown, followed, strict=False)
        ],
    }
    return render(request, "publishing/editions.html", context)


@require_safe
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """One of them, as it was published; `?open=all` has all rules open."""
    found = next((each for each in _shown() if each.edition.number == number), None)
    if found is None:
        raise Http404
    old = read_edition(found.edition)
    unfolded = request.GET.get("open") == "all"
    context = {
        "past": found,
        "version": old.tables.policy.version,
        "policy": parts_of(old, unfolded=unfolded),
        "unfolded": unfolded,
    }
    return render(request, "publishing/edition.html", context)


def _shown() -> list[Past]:
    """The editions before the one in force. Raises Http404 where the policy shows none."""
    now = timezone.now()
    if not policy_on(now).tables.policy.earlier:
        raise Http404
    return [*_past(past_editions(now))]


def _past(editions: list[Edition]) -> Iterator[Past]:
    for new, old in pairwise(editions):
        # One that another replaced on its first day was read by hardly anybody.
        if old.start < new.start:
            yield Past(old, new.start - timedelta(days=1))


def _changes(old: Edition, new: Edition) -> list[Changed] | None:
    """What people had to be told of when one followed the other; None where one of them cannot be
    read by this release."""
    with suppress(CannotRunError):
        policy = read_edition(new)
        return compared(read_edition(old), Following(policy, new.start, new.editorial)).changes
    return None
