"""Messages that could not be sent: why, and what is done about each."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.core.errors import TrothError
from troth.desk.access import desk_page, reads
from troth.gates.roles import PRIVACY
from troth.messaging.failed import NOWHERE, WHY, failed_lately
from troth.messaging.models import Message
from troth.messaging.send_again import send_again
from troth.messaging.unreachable import asks_about_wrong, mark_wrong
from troth.publishing.running import policy_on

LISTED = 100
_COLUMNS = ("pk", "person", "account", "channel", "rule", "secret", "failed_at", "failed_because")


@require_safe
@desk_page(PRIVACY, "support")
@reads()
def failed_mail(request: HttpRequest) -> HttpResponse:
    """Those of the last thirty days, the newest first. What they say stands with the customer."""
    now = timezone.now()
    found = failed_lately(at=now).order_by("-failed_at", "-pk").values(*_COLUMNS)[: LISTED + 1]
    rows = [{**each, "why": WHY.get(each["failed_because"], WHY[""])} for each in found]
    context = {
        "rows": rows[:LISTED],
        "more": len(rows) > LISTED,
        "nowhere": NOWHERE,
        "marks": asks_about_wrong(policy_on(now)),
    }
    return TemplateResponse(request, "messaging/desk/failed.html", context)


@require_POST
@desk_page(PRIVACY, "support")
def send_failed_again(request: HttpRequest, number: int) -> HttpResponse:
    """Send one of them again."""
    told = _("It is on its way again. If it fails once more, it comes back here.")
    return _done(request, lambda at: send_again(number, at=at), told)


@require_POST
@desk_page(PRIVACY, "support")
def mark_failed_address(request: HttpRequest, number: int) -> HttpResponse:
    """Mark the address of one of them as wrong."""
    message = get_object_or_404(Message.objects.select_related("person"), pk=number)
    told = _("The address is marked. Nothing is sent there, and the customer is asked for another.")
    return _done(request, lambda at: mark_wrong(message, at=at), told)


def _done(request: HttpRequest, verb: Callable[[datetime], None], told: str) -> HttpResponse:
    try:
        verb(timezone.now())
    except TrothError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("failed_mail")
