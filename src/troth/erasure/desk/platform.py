"""What the platform does by itself: tonight's sweep, the last ones, and the journal."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.core.day import day_at
from troth.core.provider import provider
from troth.desk.access import desk_page
from troth.erasure.events import FAILED, REMOVED
from troth.erasure.foresee import foresee
from troth.erasure.stopped import stopped_at
from troth.erasure.tally import DONE
from troth.journal.models import Checkpoint, Entry, Witness
from troth.policy.placeholders import say
from troth.policy.vocabulary import RECORDS
from troth.policy.words import length
from troth.portal.wording import removed
from troth.publishing.running import policy_on

LATELY = timedelta(hours=36)  # in which every sweep of last night lies


@require_safe
@desk_page()
def platform(request: HttpRequest) -> HttpResponse:
    """The last sweeps, the journal, the logs outside of the platform, and the records
    that the policy does not name.

    With `?tonight`, what tonight's sweep would remove: foreseeing reads all that is due, so it is
    done when somebody asks for it.
    """
    asked = "tonight" in request.GET
    policy = policy_on(timezone.now())
    context = {
        "asked": asked,
        "tonight": _tonight(day_at(timezone.now())) if asked else (),
        "journal": _journal(),
        "runs": _runs(),
        "failed": failed_since(timezone.now() - LATELY),
        "stopped": stopped_at(),
        "witnesses": Witness.objects.filter(key__in=provider().witnesses).order_by("key"),
        "stored": _stored(),
        "logs": [
            (f"log.{name}", log.what, length(log.for_)) for name, log in policy.tables.log.items()
        ],
        "unnamed": [(RECORDS[record].meaning, f"[keep.{record}]") for record in policy.unnamed],
    }
    return render(request, "erasure/desk/platform.html", context)


def _stored() -> dict[str, str | bool]:
    """Where data lies, as the policy says and as was set here, and whether that is the same."""
    said, found = policy_on(timezone.now()).tables.provider.stores_in, provider().stores_in
    return {
        "said": say("stores_in", said),
        "found": say("stores_in", found),
        "differs": bool(said and found) and not {*found} <= {*said},
    }


def failed_since(moment: datetime) -> list[tuple[str, str, str]]:
    """The rules that were not kept since a moment: rule, record in words, and the kind of error."""
    entries = Entry.objects.filter(event=FAILED, at__gte=moment).order_by("-pk")
    found = {
        (entry.rule, RECORDS[entry.counts["record"]].meaning, entry.counts["error"])
        for entry in entries[:100]
        if entry.counts["record"] in RECORDS
    }
    return sorted(found)


def _tonight(today: date) -> list[tuple[str, str]]:
    """Each rule by which something is due, with what would go."""
    found = foresee(on=today, at=timezone.now()).by_rule()
    return [
        (rule, removed(tally.as_counts()))
        for (rule, _record), tally in found.items()
        if tally.removed
    ]


def _journal() -> dict[str, Any]:
    return {
        "latest": Checkpoint.objects.order_by("-size").first(),
        "unsequenced": Entry.objects.filter(seq=None).count(),
        "last_at": Entry.objects.aggregate(at=Max("at"))["at"],
    }


def _runs() -> list[tuple[datetime, int, list[str]]]:
    """The last sweeps that removed something: when, how many rows, by which rules."""
    entries = Entry.objects.filter(event=REMOVED).order_by("-pk")[:500]
    runs = []
    for at, group in groupby(entries, key=lambda entry: entry.at):
        of_run = list(group)
        gone = sum(sum(entry.counts.get(key, {}).values()) for entry in of_run for key in DONE)
        runs.append((at, gone, sorted({entry.rule for entry in of_run})))
    return runs[:5]
