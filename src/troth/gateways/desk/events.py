"""What gateways told that waits for a person, and what can be done about each."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.desk.access import desk_page, reads
from troth.desk.reason import opened
from troth.gates.form import Form
from troth.gates.inputs.text import Line
from troth.gates.read import may_read
from troth.gateways.foreign import foreign_notices
from troth.gateways.models import BOOKED, Asks, GatewayEvent, PaymentAttempt
from troth.gateways.settle_event import settle_event
from troth.gateways.take_again import take_again
from troth.gateways.wait_again import wait_again
from troth.portal.access import me
from troth.portal.done import done
from troth.portal.paging import listing
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

LISTED = 100
_SHOWN = 16_000  # characters of what came


class SettleForm(Form):
    """What was done about an event."""

    why = Line(
        label=gettext_lazy("What did you do about it?"),
        help_text=gettext_lazy("Such as “paid back at the gateway”. The books stay as they are."),
        max_length=200,
    )


@require_safe
@desk_page("billing")
@reads()
def events(request: HttpRequest) -> HttpResponse:
    """Each with what it asks for, the oldest first."""
    waiting = list(GatewayEvent.objects.waiting()[: LISTED + 1])
    context = {
        "events": waiting[:LISTED],
        "more": len(waiting) > LISTED,
        "foreign": foreign_notices(),
    }
    return TemplateResponse(request, "gateways/desk/events.html", context)


@require_safe
@desk_page("billing")
@reads()
def settled_events(request: HttpRequest) -> HttpResponse:
    """What staff have settled, the latest first, so that a mistake is found and taken back."""
    found = GatewayEvent.objects.settled().exclude(asks="").defer("raw")
    context = {"listing": listing(request, found, by="settled_at")}
    return TemplateResponse(request, "gateways/desk/settled_events.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def event(request: HttpRequest, number: int) -> HttpResponseBase:
    """One event; what came is shown to whom the policy lets read how somebody pays."""
    now = timezone.now()
    found = get_object_or_404(GatewayEvent.objects.select_related("account"), pk=number)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        settle_event(found, form.cleaned_data["why"], at=now)
        messages.success(request, _("Done and noted."))
        return redirect("desk_gateway_events")
    policy = policy_on(now)
    readable = may_read(me(request), policy)
    wanted = [each for each in ("billing", "payment") if each in readable]
    if found.account and (to := opened(request, found.account, wanted)):
        return to
    with behind_desk(readable):
        shown = get_object_or_404(GatewayEvent, pk=number)
        attempts = PaymentAttempt.objects.filter(gateway=shown.gateway, key=shown.key)
        attempt = attempts.select_related("invoice").first() if shown.key else None
    waits = shown.asks not in {"", Asks.FOREIGN} and shown.settled_at is None
    context = {
        "event": shown,
        "raw": bytes(shown.raw or b"").decode(errors="replace")[:_SHOWN],
        "attempt": attempt,
        "waits": waits,
        "settled": bool(shown.asks) and shown.settled_at is not None,
        "again": waits and shown.asks not in {*BOOKED, Asks.UNREADABLE},
        "form": form,
    }
    return render(request, "gateways/desk/event.html", context)


@require_POST
@desk_page("billing")
def have_event_wait(request: HttpRequest, number: int) -> HttpResponse:
    """Take back that one was settled."""
    return _done(request, number, wait_again, _("It is waiting again."))


@require_POST
@desk_page("billing")
def take_event_again(request: HttpRequest, number: int) -> HttpResponse:
    """Handle one anew."""
    return _done(request, number, take_again, _("It is being handled again."))


def _done(request: HttpRequest, number: int, act: Callable[..., object], says: str) -> HttpResponse:
    """Its page, once something is done with one; or with why not."""
    found = get_object_or_404(GatewayEvent.objects.select_related("account"), pk=number)
    done(request, lambda: act(found, at=timezone.now()), says)
    return redirect("desk_gateway_event", number)
