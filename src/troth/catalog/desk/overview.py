"""The catalogue at one glance, and its groups."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from troth.catalog.desk.forms import GroupForm
from troth.catalog.desk.languages import missing_by_language
from troth.catalog.desk.lines import lined_up
from troth.catalog.desk.save import saved
from troth.catalog.models import Group, Price, Product
from troth.core.day import day_at
from troth.desk.access import desk_page

_SLOT = ("product_id", "currency", "months")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Groups with their products; their order, and what is hidden or out of the shop."""
    if request.method == "POST":
        lined_up(request, {"group": Group.objects.all(), "product": Product.objects.all()})
        return redirect("catalogue")
    today = day_at(timezone.now())
    held = Price.objects.filter(starts__lte=today).order_by(*_SLOT, "-starts").distinct(*_SLOT)
    sold = {price.product_id for price in held if price.amount is not None}
    groups = Group.objects.prefetch_related(Prefetch("products", Product.objects.all()))
    context = {"groups": list(groups), "sold": sold, "by_language": missing_by_language()}
    return render(request, "catalog/desk/catalogue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def group(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Add a group, or change it."""
    row = get_object_or_404(Group, pk=number) if number else Group()
    form = GroupForm(request.POST if request.method == "POST" else None, instance=row)
    if saved(request, form):
        return redirect("catalogue")
    return render(request, "catalog/desk/group.html", {"form": form, "number": number})
