"""The privacy centre: the ways to everything that I can do, and what is held about me and why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.owned import subjects_of
from troth.copies.held import totals
from troth.copies.models import Copy
from troth.copies.pages.held import held, kinds, table, why
from troth.core.day import day_at
from troth.erasure.pages.close import closed
from troth.gates.limit_reading import may_limit
from troth.gates.recipients import recipients
from troth.policy.rights import at_once, right_to
from troth.policy.vocabulary import RECORDS
from troth.portal.access import me, memberships, personal
from troth.publishing.running import plan_of, policy_on
from troth.requests.models import RightsRequest
from troth.requests.pages.ways import yours


@require_safe
@personal
def my_data(request: HttpRequest) -> HttpResponse:
    """The state of things, and every way that the policy offers."""
    now = timezone.now()
    policy = policy_on(now)
    person = me(request)
    waiting = RightsRequest.objects.filter(person=person, state=RightsRequest.State.OPEN)
    asked = [(each, yours(each.right)) for each in waiting.order_by("pk")]
    context = {
        "person": person,
        "open_requests": asked,
        "erasure_waits": person.erasure_asked_at and "erase" not in [e.right for e, _ in asked],
        "closed": list(filter(None, (closed(each, policy) for each in memberships(request)))),
        "copy": Copy.objects.filter(
            person=person, ready_at__isnull=False, fetched_at=None, expires_at__gt=now
        ).first(),
        "rights": {
            word: right_to(word, policy) for word in ("export", "rectify", "object", "erase")
        },
        "may_bring_in": at_once(right_to("import", policy)),
        "deletes": any(keep.from_ == "deletion" for keep in policy.tables.keep.values())
        and at_once(right_to("erase", policy)),
        "options": may_limit(person, policy),
        "asks_consent": bool(policy.tables.consent),
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
