"""What does not add up in accounts, until staff have resolved it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.billing.decide_dispute import decide_dispute
from troth.billing.irregular import resolve
from troth.billing.models import Irregularity
from troth.core.errors import TrothError
from troth.desk.access import desk_page, reads

LISTED = 200


@require_safe
@desk_page("billing")
@reads("billing")
def irregularities(request: HttpRequest) -> HttpResponse:
    """Those that are open, the oldest first."""
    found = Irregularity.objects.filter(resolved_at=None).order_by("found_at", "pk")
    context = {"irregularities": list(found[:LISTED])}
    return TemplateResponse(request, "billing/desk/irregularities.html", context)


@require_POST
@desk_page("billing")
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Resolve one; of a dispute, say whether it was won. The same click twice does it once."""
    found = get_object_or_404(Irregularity.objects.select_related("account"), pk=number)
    now, said = timezone.now(), request.POST.get("said")
    try:
        if found.resolved_at is None:
            if said in ("won", "lost"):
                decide_dispute(found, won=said == "won", at=now)
            else:
                resolve(found, at=now)
    except TrothError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is resolved, and nothing is held for it any longer."))
    return redirect("irregularities")
