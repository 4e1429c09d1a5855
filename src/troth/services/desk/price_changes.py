"""Change the price of services that run: see what it comes to, tell customers, withdraw it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from troth.catalog.models import PERIODS, Choice, PriceChange, Product
from troth.catalog.words import period
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.currency import CurrencyField
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line
from troth.portal.access import me
from troth.services.change_price import change_price, first_day
from troth.services.concerned import Concerned, concerned
from troth.services.withdraw_price import withdraw_price

_TOLD = ("months", "currency", "amount", "starts")


class ChangeForm(Form):
    """What services of a product, a period and a currency will cost, and from when on."""

    months = forms.TypedChoiceField(label=_("Period"), coerce=int)
    currency = CurrencyField(label=_("Currency"))
    amount = Line(
        label=_("Price from then on"), help_text=_("For one period, net of tax."), max_length=40
    )
    starts = forms.DateField(label=_("From"), widget=DayInput())
    new_orders = forms.BooleanField(
        label=_("New orders cost that from then on, too"), required=False
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        choice = self.fields["months"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [(months, period(months)) for months in PERIODS]

    def clean(self) -> dict[str, Any]:
        """The amount in minor units."""
        told = super().clean()
        if told.get("amount") and told.get("currency"):
            try:
                told["amount"] = amount_of(told["amount"], told["currency"])
            except ValidationError as wrong:
                self.add_error("amount", wrong)
        return told


@dataclass(frozen=True)
class Sums:
    """What a change comes to; amounts a month."""

    services: int
    customers: int
    before: int
    after: int


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Say what services of a product will cost."""
    return _new(request, get_object_or_404(Product, pk=number), None)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def of_choice(request: HttpRequest, number: int) -> HttpResponse:
    """Say what a choice will add to the price of services."""
    choice = get_object_or_404(Choice.objects.select_related("option__product"), pk=number)
    return _new(request, choice.option.product, choice)


def _new(request: HttpRequest, product: Product, choice: Choice | None) -> HttpResponse:
    """First see how many services these are and what it comes to, then tell."""
    now = timezone.now()
    first = {name: request.GET.get(name, "")[:3] for name in ("months", "currency")}
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        initial=first | {"starts": first_day(at=now)},
    )
    sums = None
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in _TOLD}
        change = PriceChange(product=product, choice=choice, told_at=now, **told)
        if "tell" not in request.POST:
            sums = _sums(change, concerned(change))
        elif _told(request, form, change):
            return redirect("desk_product", product.pk)
    context = {
        "form": form,
        "product": product,
        "choice": choice,
        "sums": sums,
        "currency": form.cleaned_data["currency"] if sums else "",
        "days": provider().price_notice.days,
    }
    return render(request, "services/desk/change_price.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def told(request: HttpRequest, number: int) -> HttpResponse:
    """A change that customers were told of, and the way to withdraw it."""
    changes = PriceChange.objects.select_related("product", "choice__option")
    change = get_object_or_404(changes.exclude(told_at=None), pk=number)
    if request.method == "POST":
        try:
            letters = withdraw_price(change, by=me(request), at=timezone.now())
        except TrothError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _letters(letters))
        return redirect("price_change", number)
    sums = _sums(change, concerned(change))
    return render(request, "services/desk/price_change.html", {"change": change, "sums": sums})


def _told(request: HttpRequest, form: ChangeForm, change: PriceChange) -> bool:
    try:
        new_orders = form.cleaned_data["new_orders"]
        letters = change_price(change, by=me(request), at=timezone.now(), new_orders=new_orders)
    except TrothError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _letters(letters))
    return True


def _letters(letters: int) -> str:
    text = ngettext(
        "%(count)s mail waits in the outbox.", "%(count)s mails wait in the outbox.", letters
    )
    return text % {"count": letters}


def _sums(change: PriceChange, services: Iterable[Concerned]) -> Sums:
    every = list(services)
    return Sums(
        services=len(every),
        customers=len({each.account for each in every}),
        before=round(sum(each.price for each in every) / change.months),
        after=round(sum(each.costs for each in every) / change.months),
    )
