"""The staff's page: what is asked of them, and what the platform does by itself."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.models import Person
from troth.journal.models import Checkpoint, Entry
from troth.policy.parse import Policy
from troth.portal.access import staff_only
from troth.portal.centre.ask_copy import SUBJECT
from troth.portal.centre.my_data import copy_of
from troth.portal.wording import removed
from troth.privacy.erase import erase
from troth.privacy.foresee import foresee
from troth.privacy.forget import forgotten
from troth.privacy.models import ForgetRequest, Hold
from troth.privacy.rights import due_by, right_to
from troth.privacy.running import policy_on
from troth.support.models import Ticket

LISTED = 50


@require_safe
@staff_only
def desk(request: HttpRequest) -> HttpResponse:
    """Requests that wait, what tonight's sweep would remove, holds, and the journal's state."""
    today = timezone.now().date()
    policy = policy_on(today)
    holds = Hold.objects.filter(lifted_at__isnull=True).order_by("review_on", "pk")
    by_hand = ForgetRequest.objects.filter(state=ForgetRequest.State.BY_HAND).order_by("pk")
    context = {
        "today": today,
        "erasures": _erasures(policy),
        "copies": _copies(policy),
        "by_hand": [(told, _name(told.recipient, policy)) for told in by_hand[:LISTED]],
        "tonight": _tonight(today),
        "holds": holds[:LISTED],
        "journal": _journal(),
        "runs": _runs(),
    }
    return render(request, "portal/desk.html", context)


@require_POST
@staff_only
def carry_out(request: HttpRequest, number: int) -> HttpResponse:
    """Carry out an erasure that was asked for, and show its receipt."""
    asked = Person.objects.filter(erasure_asked_at__isnull=False)
    erasure = erase(get_object_or_404(asked, pk=number), at=timezone.now())
    return redirect("receipt", erasure.receipt)


@require_POST
@staff_only
def hand_out(request: HttpRequest, number: int) -> HttpResponseBase:
    """Hand out the copy that a ticket asks for, and close the ticket."""
    ticket = get_object_or_404(_requests_for_copies(), pk=number)
    now = timezone.now()
    right = right_to("export", policy_on(now.date()))
    assert ticket.opened_by is not None
    response = copy_of(ticket.opened_by, right.formats[0] if right and right.formats else "json")
    Ticket.objects.filter(pk=ticket.pk).update(closed_at=now)
    return response


@require_POST
@staff_only
def told(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a recipient without an interface was told to forget, and has."""
    by_hand = ForgetRequest.objects.filter(state=ForgetRequest.State.BY_HAND)
    forgotten(get_object_or_404(by_hand, pk=number), at=timezone.now())
    messages.success(request, _("Noted in the journal."))
    return redirect("desk")


def _name(recipient: str, policy: Policy) -> str:
    share = policy.tables.share.get(recipient)
    return share.name if share else recipient


def _erasures(policy: Policy) -> list[dict[str, Any]]:
    asked = Person.objects.filter(erasure_asked_at__isnull=False, is_staff=False)
    right = right_to("erase", policy)
    return [
        {
            "number": number,
            "asked_at": asked_at,
            "due": due_by(right, asked_at) if asked_at else None,
            "restricted": restricted_at is not None,
        }
        for number, asked_at, restricted_at in asked.order_by("erasure_asked_at", "pk").values_list(
            "pk", "erasure_asked_at", "restricted_at"
        )[:LISTED]
    ]


def _requests_for_copies() -> Any:
    waiting = Ticket.objects.filter(closed_at__isnull=True, deleted_at__isnull=True)
    return waiting.filter(subject=SUBJECT, opened_by__isnull=False).select_related("opened_by")


def _copies(policy: Policy) -> list[tuple[Ticket, date | None]]:
    right = right_to("export", policy)
    tickets: Iterable[Ticket] = _requests_for_copies().order_by("opened_at")[:LISTED]
    return [(ticket, due_by(right, ticket.opened_at)) for ticket in tickets]


def _tonight(today: date) -> list[tuple[str, str]]:
    """Each rule by which something is due, with what would go."""
    found = foresee(on=today, at=timezone.now()).by_rule()
    return [
        (rule, removed(tally.as_counts()))
        for (rule, _record), tally in found.items()
        if tally.removed
    ]


def _journal() -> dict[str, Any]:
    latest = Checkpoint.objects.order_by("-size").first()
    return {
        "latest": latest,
        "unsequenced": Entry.objects.filter(seq=None).count(),
        "last_at": Entry.objects.aggregate(at=Max("at"))["at"],
    }


def _runs() -> list[tuple[datetime, int, list[str]]]:
    """The last sweeps that removed something: when, how many rows, by which rules."""
    entries = Entry.objects.filter(event="keep.removed").order_by("-pk")[:500]
    runs = []
    for at, group in groupby(entries, key=lambda entry: entry.at):
        of_run = list(group)
        gone = sum(
            sum(entry.counts.get(key, {}).values())
            for entry in of_run
            for key in ("erased", "depersonalised", "unlinked")
        )
        runs.append((at, gone, sorted({entry.rule for entry in of_run})))
    return runs[:5]
