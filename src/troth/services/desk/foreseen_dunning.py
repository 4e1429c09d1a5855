"""What the next night of dunning does, and the yes to one that does much."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.bank.unread import unread
from troth.billing.ask import Kind
from troth.billing.models import DunningStep, NightRun
from troth.core.money import money
from troth.core.provider import provider
from troth.desk.access import desk_page
from troth.services.foresee_dunning import foresee_dunning, next_night

LISTED = 100  # accounts of a step


@require_safe
@desk_page("billing")
def foreseen_dunning(request: HttpRequest) -> HttpResponse:
    """By step how many invoices of which accounts, the fees, and whose services are paused or end;
    without a name."""
    now = timezone.now()
    foreseen = foresee_dunning(on=next_night(at=now), at=now)
    asked = NightRun.objects.filter(asked_at__isnull=False).order_by("on")
    waits = asked.filter(kind=Kind.DUN, on=foreseen.on)
    context = {
        "foreseen": foreseen,
        "steps": [
            (
                DunningStep.Action(each.action).label,
                each,
                abs(each.days),
                money(each.fee, each.currency) if each.currency else "",
                each.accounts[:LISTED],
                len(each.accounts) > LISTED,
            )
            for each in foreseen.steps
        ],
        "run": waits.filter(agreed_at=None, done_at=None).first(),
        "charges": asked.filter(kind=Kind.CHARGE, agreed_at=None, done_at=None).last(),
        "unread": unread(foreseen.on),
        "most": provider().dun_asks_above,
    }
    return render(request, "services/desk/foreseen_dunning.html", context)
