"""Money that gateways send to our bank, and what it is of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from troth.billing.models import Payment
from troth.desk.access import desk_page, reads
from troth.gateways.gateway import What
from troth.gateways.models import GatewayEvent, Payout
from troth.gateways.payout_gaps import difference
from troth.portal.paging import listing
from troth.wall.enter import behind_desk


@require_safe
@desk_page("billing")
@reads("billing")
def payouts(request: HttpRequest) -> HttpResponse:
    """The latest first, and whether the bank has each."""
    context = {"listing": listing(request, Payout.objects.all(), by="told_at")}
    return TemplateResponse(request, "gateways/desk/payouts.html", context)


@require_safe
@desk_page("billing")
def payout(request: HttpRequest, number: int) -> HttpResponse:
    """One with its parts, the payments of each, and what of it nothing explains."""
    found = get_object_or_404(Payout, pk=number)
    # A payout is about nobody; what else is told by that name is, and its reader may not see it.
    told = GatewayEvent.objects.waiting().filter(gateway=found.gateway, what=What.PAYOUT)
    asks = told.filter(reference=found.reference).defer("raw").last()
    with behind_desk(["billing"]):
        parts = list(found.parts.order_by("pk"))
        keys = {part.key for part in parts} - {""}
        known = {payment.key: payment for payment in Payment.objects.filter(key__in=keys)}
    context = {
        "payout": found,
        "parts": [(part, known.get(part.key)) for part in parts],
        "difference": difference(found, parts),
        "foreign": sum(part.amount + part.fee for part in parts if part.foreign),
        "asks": asks,
    }
    return TemplateResponse(request, "gateways/desk/payout.html", context)
