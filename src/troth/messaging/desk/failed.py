"""Messages that could not be sent: why, and what is done about each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.desk.access import desk_page, reads
from troth.gates.roles import PRIVACY
from troth.messaging.failed import NOWHERE, WHY, failed_lately
from troth.messaging.models import Message
from troth.messaging.send_again import send_again
from troth.messaging.unreachable import asks_about_wrong, mark_wrong
from troth.portal.done import done
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
    done(request, lambda: send_again(number, at=timezone.now()), told)
    return redirect("failed_mail")


@require_POST
@desk_page(PRIVACY, "support")
def mark_failed_address(request: HttpRequest, number: int) -> HttpResponse:
    """Mark the address of one of them as wrong."""
    message = get_object_or_404(Message.objects.select_related("person"), pk=number)
    told = _("The address is marked. Nothing is sent there, and the customer is asked for another.")
    done(request, lambda: mark_wrong(message, at=timezone.now()), told)
    return redirect("failed_mail")
