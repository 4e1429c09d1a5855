"""The rates of tax: those in force, those to come, and a form for one more."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.percent import Percent
from troth.policy.countries import COUNTRIES
from troth.tax.desk.place import PlaceLine
from troth.tax.enter_rate import enter_rate
from troth.tax.models import Rate
from troth.tax.rates import in_force_on

KINDS = {
    "standard": _("every kind without its own rate"),
    "electronic": _("electronic services"),
    "goods": _("goods"),
}


class RateForm(Form):
    """A rate in percent, of a place and a kind of supply, from a day on."""

    place = PlaceLine(max_length=20)
    kind = forms.ChoiceField(label=_("For what?"), choices=[*KINDS.items()])
    percent = Percent(label=_("Rate in percent"))
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput())


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def rates(request: HttpRequest) -> HttpResponse:
    """Every rate from today on; a new one."""
    now = timezone.now()
    form = RateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data
        what = (chosen["place"], chosen["kind"], chosen["percent"])
        try:
            enter_rate(*what, chosen["valid_from"], at=now)
        except TrothError as refusal:
            form.add_error("valid_from", str(refusal))
        else:
            messages.success(request, _("The rate has been entered."))
            return redirect("tax_rates")
    to_come = Rate.objects.filter(valid_from__gt=day_at(now)).order_by("valid_from", "place")
    context = {
        "groups": [
            (_("To come"), [_told(rate) for rate in to_come]),
            (_("In force"), [_told(rate) for rate in in_force_on(day_at(now))]),
        ],
        "form": form,
    }
    return render(request, "tax/desk/rates.html", context)


def _told(rate: Rate) -> tuple[Rate, str]:
    country, dash, region = rate.place.partition("-")
    name = COUNTRIES.get(country, country)
    return rate, f"{name}{dash}{region} · {KINDS[rate.kind]}"
