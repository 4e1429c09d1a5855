"""The inbox: requests that wait for an answer, those with the least time left first."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import CharField, F, Func, Prefetch, Q, Value
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Person
from troth.core.day import day_at
from troth.desk.access import desk_page, may_open, reads
from troth.desk.reason import read_for_each
from troth.desk.to_do import to_do
from troth.gates.read import may_read
from troth.gates.read_each import read_each
from troth.gates.roles import needs_reason
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.requests.desk.figures import kept_deadlines
from troth.requests.desk.line import Line, line
from troth.requests.desk.may import answers
from troth.requests.desk.words import CHANNELS, STATES
from troth.requests.models import RightsRequest
from troth.requests.words import RIGHTS
from troth.wall.enter import behind_desk

LISTED = 100
# In the session of staff who read names for a reason alone: that they want them here.
_NAMES = "names-in-the-inbox"
# A mail's subject is the first line of what is kept of it.
_FIRST_LINE = Left(
    Func("text", Value("\n"), Value(1), function="split_part", output_field=CharField()), 200
)


class Filters(forms.Form):
    """What the inbox shows; without any choice, all that is open."""

    mine = forms.BooleanField(label=_("Mine only"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("waiting")), ("unassigned", _("unassigned")), *list(STATES.items())[1:]],
    )
    right = forms.ChoiceField(
        label=_("Right"), required=False, choices=[("", _("any")), *RIGHTS.items()]
    )
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("any")), *CHANNELS.items()]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def desk(request: HttpRequest) -> HttpResponseBase:
    """Requests that wait, each with who asks, and what else there is to do.

    Who reads names for a reason alone says by a POST whether to show them from now on: the reason
    is each customer's own request.
    """
    if request.method == "POST":
        request.session[_NAMES] = request.POST.get("names") == "show"
        return redirect(request.get_full_path())
    now, staff = timezone.now(), me(request)
    page = _page(request, now)
    context: dict[str, Any] = page.context_data  # type: ignore[attr-defined]
    needs_reason = _needs_reason(staff, now)
    context["named"] = not needs_reason or bool(request.session.get(_NAMES))
    known = any(each.request.person_id for each in context["lines"])
    context["may_choose"] = needs_reason and known
    if context["named"]:
        context["lines"] = _with_names(context["lines"], staff, needs_reason, at=now)
    return page


@reads("identity", "contact", "content")  # who handles it; who wrote, where that is nobody known
def _page(request: HttpRequest, now: datetime) -> HttpResponse:
    policy = policy_on(now)
    staff = me(request)
    filters = Filters(request.GET)
    found = RightsRequest.objects.filter(answers(staff, policy), _chosen(filters, staff.pk))
    found = found.defer("text", "answer").annotate(about=_FIRST_LINE)
    found = found.prefetch_related(Prefetch("handler", Person.objects.only("name", "email")))
    closed = filters.is_valid() and filters.cleaned_data["state"] in STATES
    order = ["-closed_at"] if closed else [F("due_on").asc(nulls_last=True), "asked_at"]
    shown = list(found.order_by(*order, "pk")[: LISTED + 1])
    lines = [line(each, policy, today=day_at(now)) for each in shown[:LISTED]]
    if not closed:
        lines.sort(key=lambda each: (each.days is None, each.days))
    role = may_read(staff, policy)
    context = {
        "lines": lines,
        "reads_sender": "contact" in role,
        "reads_subject": "content" in role,
        "more": len(shown) > LISTED,
        "filters": filters,
        "chosen": any(request.GET.values()),
        "to_do": to_do(staff, at=now),
    }
    if may_open(staff, reverse("figures")):
        context["month"] = kept_deadlines(since=day_at(now).replace(day=1))
    return TemplateResponse(request, "desk/inbox.html", context)


def _needs_reason(staff: Person, at: datetime) -> bool:
    """Whether a member of staff reads names, but not without a reason."""
    policy = policy_on(at)
    return "identity" in may_read(staff, policy) and needs_reason(staff.staff_role, policy)


def _with_names(
    lines: list[Line], staff: Person, needs_reason: bool, *, at: datetime
) -> list[Line]:
    """Each with the name of the customer who asks, as far as a member of staff reads it.

    The look is noted for all of them together, before any name is read.
    """
    asked = [each.request for each in lines if each.request.person_id]
    if needs_reason:
        seen = read_for_each(staff, asked, ["identity"], at=at)
    else:
        people = {each.person_id for each in asked if each.person_id}
        seen = read_each(staff, people, ["identity"], at=at)
    names: dict[int, str] = {}
    if seen:
        with behind_desk(["identity"]):
            names = dict(Person.objects.filter(pk__in=seen).values_list("pk", "name"))
    return [replace(each, name=names.get(each.request.person_id or 0, "")) for each in lines]


def _chosen(filters: Filters, staff: int) -> Q:
    """The filters as a condition; a choice that there is not is none."""
    chosen: dict[str, Any] = filters.cleaned_data if filters.is_valid() else {}
    state = chosen.get("state", "")
    test = Q(state=state if state in STATES else RightsRequest.State.OPEN)
    if state == "unassigned":
        test &= Q(handler=None)
    if chosen.get("mine"):
        test &= Q(handler=staff)
    for name in ("right", "channel"):
        if chosen.get(name):
            test &= Q(**{name: chosen[name]})
    return test
