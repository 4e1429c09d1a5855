"""The privacy centre: the ways to everything that I can do, and what is held about me and why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.owned import subjects_of
from troth.copies.held import totals
from troth.copies.models import Copy
from troth.copies.pages.held import held, kinds, table, why
from troth.copies.pages.offers import offers
from troth.core.day import day_at
from troth.erasure.ask_erasure import waiting_of
from troth.erasure.pages.close import closed
from troth.gates.recipients import recipients
from troth.policy.vocabulary import RECORDS
from troth.portal.access import me, memberships, personal
from troth.publishing.running import plan_of, policy_on
from troth.requests.models import RightsRequest
from troth.requests.pages.requests import asked_by

_LATEST = 3  # requests that are told of where none is open


@require_safe
@personal
def my_data(request: HttpRequest) -> HttpResponse:
    """The state of things, and every way that the policy offers."""
    now = timezone.now()
    policy = policy_on(now)
    person = me(request)
    asked = asked_by(person, today=day_at(now))
    open_ones = [each for each in asked if each.request.state == RightsRequest.State.OPEN]
    shown = open_ones or asked[:_LATEST]
    erasing = bool(person.erasure_asked_at) or waiting_of(person).exists()
    context = {
        "person": person,
        "asked": shown,
        "more": len(asked) > len(shown),
        "erasure_waits": person.erasure_asked_at
        and "erase" not in [each.request.right for each in open_ones],
        "closed": list(filter(None, (closed(each, policy) for each in memberships(request)))),
        "copy": Copy.objects.filter(
            person=person, ready_at__isnull=False, fetched_at=None, expires_at__gt=now
        ).first(),
        "offers": offers(person, policy, erasing=erasing),
    }
    return render(request, "copies/my_data.html", context)


@require_safe
@personal
def what_we_hold(request: HttpRequest) -> HttpResponse:
    """Every record: how much there is of it, by which rule it is kept, and until when."""
    today = day_at(timezone.now())
    found = held(subjects_of(me(request)), policy_on(today), on=today)
    return render(request, "copies/held.html", {"held": found})


@require_safe
@personal
def what_we_hold_of(request: HttpRequest, record: str) -> HttpResponse:
    """One record: where it comes from, what for, who received it, and the values themselves.

    `?of=signin&after=1234` goes on with older rows of one table.
    """
    today = day_at(timezone.now())
    policy, subjects = policy_on(today), subjects_of(me(request))
    extracts = [extract for extract in plan_of(policy).extracts if extract.record == record]
    found = [total for total in totals(subjects, extracts) if total.rows]
    # The record before its parts.
    found.sort(key=lambda total: total.extract.is_part)
    of, after = request.GET.get("of"), request.GET.get("after", "")
    shown = [total for total in found if of in (None, total.extract.name)]
    tables = [table(subjects, total, after if of else "") for total in shown]
    if not tables or None in tables:
        raise Http404
    context = {
        "record": record,
        "meaning": RECORDS[record].meaning,
        "tables": tables,
        "going_on": bool(of),
    }
    if not of:
        extracts = [total.extract for total in found]
        context["kinds"] = kinds(record, extracts, policy, recipients(subjects, policy))
        context["why"] = why(record, found, policy, on=today)
    return render(request, "copies/held_record.html", context)
