"""Recipients without an interface, who have to be told by hand to forget somebody."""

from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.core.day import day_at
from troth.core.number import number_in
from troth.desk.access import desk_page, reads
from troth.erasure.forget import forgotten
from troth.erasure.models import ForgetRequest
from troth.gates.roles import PRIVACY
from troth.publishing.running import policy_on

LISTED = 100


@require_safe
@desk_page(PRIVACY, "billing")
@reads("identity")
def to_forget(request: HttpRequest) -> HttpResponse:
    """Whom to tell, and as what they know the people: what came up on a day is told at once."""
    tables = policy_on(timezone.now()).tables
    waiting = ForgetRequest.objects.filter(state=ForgetRequest.State.BY_HAND)
    found = list(waiting.order_by("pk")[: LISTED + 1])
    groups = [
        (*of, list(requests))
        for of, requests in groupby(sorted(found[:LISTED], key=_day), key=_day)
    ]
    context = {
        "waiting": [
            (tables.recipient(recipient), day, each, ",".join(str(one.pk) for one in each))
            for day, recipient, each in groups
        ],
        "more": len(found) > LISTED,
    }
    return TemplateResponse(request, "erasure/desk/to_forget.html", context)


def _day(request: ForgetRequest) -> tuple[date, str]:
    return day_at(request.asked_at), request.recipient


@require_POST
@desk_page(PRIVACY, "billing")
@reads("identity")
def tell_several(request: HttpRequest) -> HttpResponse:
    """What was ticked, by recipient: one letter to each, and one click once all were told."""
    tables = policy_on(timezone.now()).tables
    ticked = _ticked(request)
    waiting = ForgetRequest.objects.filter(state=ForgetRequest.State.BY_HAND, pk__in=ticked)
    shown = list(waiting.order_by("recipient", "pk"))
    context = {
        "numbers": ",".join(str(each.pk) for each in shown),
        "count": len(shown),
        "most": LISTED,
        "recipients": [
            (tables.recipient(recipient), list(requests))
            for recipient, requests in groupby(shown, key=lambda each: each.recipient)
        ],
    }
    return TemplateResponse(request, "erasure/desk/tell_several.html", context)


@require_POST
@desk_page(PRIVACY, "billing")
def told(request: HttpRequest) -> HttpResponse:
    """Note that recipients were told to forget, and have. The same click twice notes it once."""
    forgotten(_ticked(request), at=timezone.now())
    messages.success(request, _("Noted in the journal."))
    return redirect("to_forget")


def _ticked(request: HttpRequest) -> list[int]:
    """The requests that a form names, LISTED at most: `told=17,18` has two of one recipient."""
    named = ",".join(request.POST.getlist("told")).split(",")
    return [each for each in map(number_in, named) if each][:LISTED]
