"""Set what a product or a choice costs in new orders, and take back what is to come."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.catalog.desk.forms import PriceForm
from troth.catalog.models import Choice, Product
from troth.catalog.set_price import set_price
from troth.catalog.take_back_price import take_back_price
from troth.core.day import day, day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.inputs.amount import typed_amount
from troth.portal.access import me
from troth.portal.done import done

# Where the price of services that run is changed, from each of these.
_RUNNING = {"desk_product": "change_running", "edit_choice": "change_choice"}
_TOLD = ("currency", "months", "amount", "setup", "starts")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def of_product(request: HttpRequest, number: int) -> HttpResponse:
    """A price of a product."""
    return _price(request, get_object_or_404(Product, pk=number), "desk_product")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def of_choice(request: HttpRequest, number: int) -> HttpResponse:
    """A price of a choice."""
    row = get_object_or_404(Choice.objects.select_related("option__product"), pk=number)
    return _price(request, row, "edit_choice")


def _price(request: HttpRequest, of: Product | Choice, back: str) -> HttpResponse:
    now = timezone.now()
    if "take-back" in request.POST:
        _take_back(request, of)
        return redirect(back, of.pk)
    form = PriceForm(
        request.POST if request.method == "POST" else None, of=of, initial=_held(request, of)
    )
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in _TOLD}
        try:
            set_price(of, **told, by=me(request), at=now)
        except TrothError as refusal:
            form.add_error("starts", str(refusal))
        else:
            begins = {"day": day(told["starts"])}
            messages.success(request, _("The price applies from %(day)s.") % begins)
            return redirect(back, of.pk)
    context = {"form": form, "of": of, "back": back, "running": _RUNNING[back]}
    return render(request, "catalog/desk/price.html", context)


def _take_back(request: HttpRequest, of: Product | Choice) -> None:
    number = request.POST["take-back"]
    row: Any = get_object_or_404(
        of.prices, pk=number if number[:9].isdecimal() and len(number) < 10 else 0
    )
    done(
        request,
        lambda: take_back_price(row, by=me(request), at=timezone.now()),
        _("The price has been withdrawn."),
    )


def _held(request: HttpRequest, of: Product | Choice) -> dict[str, object]:
    """What the form begins with: the price that the address names, and the first free day."""
    today = day_at(timezone.now())
    months, currency = request.GET.get("months", "1"), request.GET.get("currency", "")
    if not months.isdecimal() or len(months) > 3:
        months = "1"
    prices = of.prices.order_by("-starts")
    if not currency:  # most likely that of the last one
        currency = prices.values_list("currency", flat=True).first() or ""
    found: dict[str, object] = {"months": int(months), "currency": currency, "starts": today}
    if "months" not in request.GET:  # of any period: nothing is known of it yet
        return found
    begun = prices.filter(currency=currency, months=int(months), starts__lte=today).first()
    if begun:
        if begun.starts == today:
            found["starts"] = today + timedelta(days=1)
        if begun.amount is not None:
            found["amount"] = typed_amount(begun.amount, currency)
        found["setup"] = typed_amount(begun.setup, currency)
    return found
