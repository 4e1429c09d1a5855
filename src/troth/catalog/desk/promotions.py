"""Promotions, and how often each was used."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from troth.catalog.desk.forms import PromotionForm
from troth.catalog.desk.save import saved
from troth.catalog.models import Promoted, Promotion
from troth.catalog.words import period
from troth.core.day import day_at
from troth.desk.access import desk_page


@require_safe
@desk_page("billing")
def promotions(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first."""
    found = Promotion.objects.prefetch_related("products__product").order_by("-pk")
    context = {
        "promotions": [(each, [*map(period, each.months)]) for each in found],
        "today": day_at(timezone.now()),
    }
    return render(request, "catalog/desk/promotions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def promotion(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Add a promotion, or change it for orders from now on."""
    row = get_object_or_404(Promotion, pk=number) if number else Promotion()
    form = PromotionForm(request.POST if request.method == "POST" else None, instance=row)
    if saved(request, form, (Promoted, "products")):
        return redirect("promotions")
    context = {"form": form, "number": number, "used": row.used}
    return render(request, "catalog/desk/promotion.html", context)
