"""The page of one request: who asks for what, how that was proved, its clock, and the next step."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from troth.core.day import day_at
from troth.desk.access import desk_page, reads
from troth.desk.find import find as find_customer
from troth.desk.find import latest_inquiry
from troth.desk.reason import read_for
from troth.journal.models import Entry
from troth.policy.describe import describe
from troth.policy.parse import Policy
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.requests.assign import assign
from troth.requests.desk.acts import offered, step_of
from troth.requests.desk.line import line
from troth.requests.desk.may import answers, answers_inquiries, find, sees_mails
from troth.requests.desk.next import next_of
from troth.requests.desk.words import EVENTS, WAITING
from troth.requests.events import ASKED, DISCARDED
from troth.requests.models import IdentityProof, RequestMail, RightsRequest
from troth.requests.put_aside import REASONS
from troth.requests.verifiers import sees_proofs
from troth.requests.words import PROOFS


@require_safe
@desk_page()
def show(request: HttpRequest, number: int) -> HttpResponseBase:
    """The request. That somebody looked at who asks stands in the customer's activity."""
    try:
        found = find(request, number)
    except Http404:
        return _gone(request, number)
    if not found.right and not found.closed_at:
        return redirect("sort_request", found.pk)
    read_for(me(request), found, ("identity", "contact"), at=timezone.now())
    return _shown(request, number)


@reads("identity", "contact", "content")
def _shown(request: HttpRequest, number: int) -> HttpResponse:
    found, staff, now = find(request, number), me(request), timezone.now()
    policy = policy_on(now)
    context = {
        "line": line(found, policy, today=day_at(now)),
        "found": found,
        "sentence": _sentence(found, policy),
        "meant": find_customer(found.whose),
        "inquiry": not found.person and answers_inquiries(staff) and latest_inquiry(found.sender),
        "verified_by": PROOFS.get(found.verified_by, found.verified_by),
        "waiting": WAITING.get(found.paused_for, ""),
        "events": _events(_entries(number), asked_at=found.asked_at),
        "gone": found.closed_at and not found.subject_id,
        "proofs": list(IdentityProof.objects.filter(request=found)),
        "sees_proofs": sees_proofs(staff, policy),
        "mails": list(RequestMail.objects.filter(request=found)),
        "sees_mails": sees_mails(staff, policy),
        "steps": [
            (name, step.title)
            for name in offered(found, policy, staff, at=now)
            if (step := step_of(name, found))
        ],
        "next": next_of(staff, policy, at=now) if found.closed_at else None,
        "takes": found.state == RightsRequest.State.OPEN and found.handler_id != staff.pk,
    }
    return TemplateResponse(request, "requests/desk/request.html", context)


@require_POST
@desk_page()
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Take a request on."""
    found = find(request, number)
    assign(found, me(request), at=timezone.now())
    return redirect("desk_request", found.pk)


def _sentence(request: RightsRequest, policy: Policy) -> str:
    """What the policy says about the right; blank where it does not speak of it."""
    name = request.rule.removeprefix("right.")
    right = policy.tables.right.get(name)
    return describe(right, name) if right else ""


def _gone(request: HttpRequest, number: int) -> HttpResponse:
    """What the journal tells of a request that went with whoever asked, to who answered it."""
    now = timezone.now()
    policy = policy_on(now)
    mine = _entries(number).filter(answers(me(request), policy))
    if RightsRequest.objects.filter(pk=number).exists() or not mine.exists():
        raise Http404
    erased = Entry.objects.filter(
        event__startswith="person.", event__endswith="erased", subject__in=mine.values("subject")
    )
    context = {
        "number": number,
        "events": _events(_entries(number)),
        "next": next_of(me(request), policy, at=now),
        "receipt": erased.order_by("pk").values_list("receipt", flat=True).last(),
    }
    return render(request, "requests/desk/gone.html", context)


def _entries(number: int) -> QuerySet[Entry]:
    """The steps of a request in the journal."""
    return Entry.objects.filter(event__startswith="request.", counts__request=number)


def _events(
    entries: QuerySet[Entry], *, asked_at: datetime | None = None
) -> list[tuple[datetime, Any, date | None, Any]]:
    """The steps so far, with the deadline as it was after each, and why a mail was put aside.

    asked_at: when it was asked, for a request by letter or mail was so before it was written down.
    """
    return [
        (
            asked_at if asked_at and entry.event == ASKED else entry.at,
            EVENTS[entry.event],
            parse_date(entry.counts.get("due", "")),
            entry.event == DISCARDED and REASONS.get(entry.counts.get("why", "")),
        )
        for entry in entries.filter(event__in=EVENTS).order_by("pk")
    ]
