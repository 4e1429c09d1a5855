"""What may be chosen of a product, and what each choice costs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.catalog.add_option import add_option
from troth.catalog.desk.forms import ChoiceForm, OptionForm
from troth.catalog.desk.lines import lined_up
from troth.catalog.desk.save import saved
from troth.catalog.models import Choice, Option, Product
from troth.catalog.timetable import timetable
from troth.core.day import day_at
from troth.desk.access import desk_page
from troth.portal.access import me


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Give a product an option."""
    product = get_object_or_404(Product, pk=number)
    form = OptionForm(
        request.POST if request.method == "POST" else None, instance=Option(product=product)
    )
    if form.is_valid():
        add_option(form.instance, by=me(request), at=timezone.now())
        messages.success(request, _("The option is saved. Now say what each choice costs."))
        return redirect("edit_option", form.instance.pk)
    return render(request, "catalog/desk/option.html", {"form": form, "product": product})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def option(request: HttpRequest, number: int) -> HttpResponse:
    """Change an option, add a choice, and put the choices in order."""
    row = get_object_or_404(Option.objects.select_related("product"), pk=number)
    sent = request.method == "POST" and (request.POST.get("act") or "change")
    if sent not in (False, "change", "add"):
        lined_up(request, {"choice": row.choices.all()})
        return redirect("edit_option", number)
    form = OptionForm(request.POST if sent == "change" else None, instance=row)
    add = ChoiceForm(
        request.POST if sent == "add" else None, instance=Choice(option=row), prefix="new"
    )
    if saved(request, form) or saved(request, add):
        return redirect("edit_option", number)
    context = {
        "form": form,
        "add": add if row.kind == Option.Kind.CHOICE else None,
        "option": row,
        "product": row.product,
        "choices": row.choices.all(),
    }
    return render(request, "catalog/desk/option.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def choice(request: HttpRequest, number: int) -> HttpResponse:
    """Change a choice, and see what it costs."""
    row = get_object_or_404(Choice.objects.select_related("option__product"), pk=number)
    form = ChoiceForm(request.POST if request.method == "POST" else None, instance=row)
    if saved(request, form):
        return redirect("edit_choice", number)
    currencies, rows = timetable(row.prices.all(), on=day_at(timezone.now()))
    context = {"form": form, "choice": row, "currencies": currencies, "prices": rows}
    return render(request, "catalog/desk/choice.html", context)
