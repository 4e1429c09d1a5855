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
    shown = sorted(waiting.order_by("pk")[:LISTED], key=_day)
    context = {
        "waiting": [
            (tables.recipient(recipient), day, list(requests))
            for (day, recipient), requests in groupby(shown, key=_day)
        ]
    }
    return TemplateResponse(request, "erasure/desk/to_forget.html", context)


def _day(request: ForgetRequest) -> tuple[date, str]:
    return day_at(request.asked_at), request.recipient


@require_POST
@desk_page(PRIVACY, "billing")
def told(request: HttpRequest) -> HttpResponse:
    """Note that a recipient was told to forget, and has. The same click twice notes it once."""
    numbers = map(number_in, request.POST.getlist("told"))
    forgotten([each for each in numbers if each][:LISTED], at=timezone.now())
    messages.success(request, _("Noted in the journal."))
    return redirect("to_forget")
