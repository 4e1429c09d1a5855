"""A product: what it is, what it costs, and what goes with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from troth.catalog.desk.forms import ProductForm
from troth.catalog.desk.lines import lined_up
from troth.catalog.desk.save import saved
from troth.catalog.models import Addon, Price, Product, Upgrade
from troth.catalog.timetable import timetable
from troth.core.day import day_at
from troth.core.number import number_in
from troth.desk.access import desk_page


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def product(request: HttpRequest, number: int) -> HttpResponse:
    """All that the catalogue has of a product."""
    row = get_object_or_404(Product.objects.select_related("group"), pk=number)
    if request.method == "POST":
        lined_up(
            request, {"product": Product.objects.filter(pk=row.pk), "option": row.options.all()}
        )
        return redirect("desk_product", number)
    today = day_at(timezone.now())
    currencies, rows = timetable(Price.objects.filter(product=row), on=today)
    context = {
        "product": row,
        "currencies": currencies,
        "prices": rows,
        "changes": row.price_changes.filter(withdrawn_at=None, starts__gte=today)
        .select_related("choice__option")
        .order_by("starts", "pk"),
        "options": row.options.prefetch_related("choices"),
        "addons": row.addons.select_related("addon"),
        "upgrades": row.upgrades.select_related("to"),
    }
    return render(request, "catalog/desk/product.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def edit(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Add a product, hidden at first, or change it; its texts can be looked at before."""
    if number:
        row = get_object_or_404(Product, pk=number)
    else:
        row = Product(hidden=True, waits_for_payment=True)
        if group := number_in(request.GET.get("group", "")):
            row.group_id = group
    form = ProductForm(request.POST if request.method == "POST" else None, instance=row)
    looks = "look" in request.POST and form.is_valid()
    if not looks and saved(request, form, (Addon, "addons"), (Upgrade, "upgrades")):
        return redirect("desk_product", row.pk)
    context = {
        "form": form,
        "number": number,
        "looks": looks,
        "product": row,
    }
    return render(request, "catalog/desk/product_form.html", context)
