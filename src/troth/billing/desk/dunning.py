"""The steps of dunning: what is done so many days after an invoice is due."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from troth.billing.dunning.remove_step import remove_step
from troth.billing.dunning.set_step import MOST, OFFERED, Action, set_step
from troth.billing.dunning.set_usual_steps import USUAL, set_usual_steps
from troth.billing.dunning.write_off_small import small, write_off_small
from troth.billing.models import DunningStep
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.money import money
from troth.core.number import number_in
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.currency import CurrencyField
from troth.gates.inputs.text import Line
from troth.portal.access import me

LISTED = 200


class StepForm(Form):
    """What is done so many days after an invoice is due, or before with a minus."""

    action = forms.ChoiceField(
        label=gettext_lazy("What happens?"), choices=[(each, each.label) for each in OFFERED]
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days after the invoice is due"),
        help_text=gettext_lazy("A reminder may come before, such as -7."),
        min_value=-MOST,
        max_value=MOST,
    )
    fee = Line(label=gettext_lazy("Late fee"), required=False, max_length=20)
    currency = CurrencyField(
        label=gettext_lazy("Currency of the late fee"),
        help_text=gettext_lazy("Three letters, such as EUR. It is for invoices in this currency."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """The fee in minor units of its currency."""
        chosen = super().clean()
        currency = chosen.get("currency", "")
        if typed := chosen.get("fee"):
            if not currency:
                if "currency" not in self.errors:
                    self.add_error("currency", _("A late fee has a currency, such as EUR."))
                return chosen
            try:
                chosen["fee"] = amount_of(typed, currency)
            except ValidationError as error:
                self.add_error("fee", error)
        return chosen


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def dunning(request: HttpRequest) -> HttpResponse:
    """The steps in their order; a new one."""
    form = StepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            set_step(
                chosen["days"],
                Action(chosen["action"]),
                fee=chosen["fee"] or 0,
                currency=chosen["currency"],
                by=me(request),
                at=timezone.now(),
            )
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The step is set, and taken from tonight on."))
            return redirect("dunning")
    steps = [
        (each, money(each.fee, each.currency) if each.currency else "", abs(each.days))
        for each in DunningStep.objects.order_by(F("days"), "action", "currency")
    ]
    usual = [f"{action.label} {days:+}" if days else f"{action.label} 0" for days, action in USUAL]
    context = {"steps": steps, "form": form, "usual": usual}
    return render(request, "billing/desk/dunning.html", context)


@require_POST
@desk_page("billing")
def usual_steps(request: HttpRequest) -> HttpResponse:
    """Set the usual steps at once."""
    set_usual_steps(by=me(request), at=timezone.now())
    return redirect("dunning")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def small_amounts(request: HttpRequest) -> HttpResponse:
    """What is left open and too little to be dunned; all that was shown is written off at once."""
    today = day_at(timezone.now())
    if request.method == "POST":
        shown = [number_in(key) for key in request.POST.getlist("invoice")[:LISTED]]
        count = write_off_small(filter(None, shown), on=today, at=timezone.now())
        messages.success(request, _("Written off: %(count)s") % {"count": count})
        return redirect("small_amounts")
    context = {"invoices": small(today)[:LISTED]}
    return render(request, "billing/desk/small_amounts.html", context)


@require_POST
@desk_page("billing")
def remove_dunning_step(request: HttpRequest, number: int) -> HttpResponse:
    """Have a step taken no more."""
    remove_step(number, by=me(request), at=timezone.now())
    messages.success(request, _("The step is removed. What was done by it stays done."))
    return redirect("dunning")
