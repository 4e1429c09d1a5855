"""Agree a price of its own with the customer of a service: say it, see what it comes to, do it."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.percent import Percent
from troth.gates.inputs.text import Line
from troth.gates.read import may_read
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.services.agree_price import OwnTerms, agree_price, agreed
from troth.services.change import ChangedError, term_on
from troth.services.desk.words import words_opened
from troth.services.end_own_price import end_own_price, own_price_ended
from troth.services.go_on import Shown, shown
from troth.services.models import OwnPrice, Service
from troth.wall.enter import behind_desk

MOST_PERIODS = 120


class OwnPriceForm(Form):
    """An amount or a percentage, from when on, until when, and why."""

    amount = Line(
        label=gettext_lazy("Price each per period"),
        help_text=gettext_lazy(
            "Net of tax, including options. It applies until the plan is changed, whatever "
            "happens to the catalogue’s price."
        ),
        max_length=40,
        required=False,
    )
    percent = Percent(
        label=gettext_lazy("Or: percent off"),
        help_text=gettext_lazy("It follows changes of plan and of the catalogue’s price."),
        required=False,
    )
    when = forms.ChoiceField(
        label=gettext_lazy("From when?"),
        choices=[
            ("next", gettext_lazy("From the next period")),
            ("today", gettext_lazy("From today, if it is not higher")),
        ],
        widget=forms.RadioSelect,
        initial="next",
    )
    periods = forms.IntegerField(
        label=gettext_lazy("For how many periods?"),
        help_text=gettext_lazy("Leave empty, with no last day: permanently."),
        min_value=1,
        max_value=MOST_PERIODS,
        required=False,
    )
    last_day = forms.DateField(
        label=gettext_lazy("Or until which day?"),
        help_text=gettext_lazy("For periods that begin by then."),
        widget=DayInput(),
        required=False,
    )
    because = Line(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "The customer will read it. No names or other personal data, please."
        ),
        max_length=300,
        required=False,
    )

    def __init__(self, currency: str, data: Any = None) -> None:
        super().__init__(data)
        self._currency = currency

    def clean_amount(self) -> int | None:
        """Minor units."""
        typed: str = self.cleaned_data["amount"]
        return amount_of(typed, self._currency) if typed else None

    def clean_last_day(self) -> date | None:
        """A day of a time that has invoices."""
        day: date | None = self.cleaned_data["last_day"]
        if day and day.year >= 2100:
            raise ValidationError(_("Enter a day between 2000 and 2099."))
        return day

    def clean(self) -> dict[str, Any]:
        """One of each two."""
        told = super().clean()
        if "amount" in told and (told["amount"] is None) == (not told.get("percent")):
            self.add_error("percent", _("Enter either a percentage or an amount."))
        if told.get("periods") and told.get("last_day"):
            self.add_error("last_day", _("Enter either a number of periods or a last day."))
        return told

    @property
    def asked(self) -> OwnTerms:
        """What was filled in."""
        told = self.cleaned_data
        return OwnTerms(
            amount=told["amount"],
            percent=told["percent"] or None,
            today=told["when"] == "today",
            periods=told["periods"],
            last_day=told["last_day"],
            because=told["because"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def own_price(request: HttpRequest, number: int) -> HttpResponseBase:
    """Agree a price of its own for a service."""
    now = timezone.now()
    found = get_object_or_404(Service.objects.select_related("account"), pk=number)
    if to := words_opened(request, found.account):
        return to
    term = term_on(found, day_at(now))
    if term is None:
        messages.error(request, _("Nothing agreed for this service can be changed."))
        return redirect("desk_service", number)
    form = OwnPriceForm(term.currency, request.POST if request.method == "POST" else None)
    foreseen: Shown | None = None
    if form.is_valid():
        try:
            if seen := request.POST.get("seen"):
                agree_price(found, form.asked, seen=seen, at=now, by=me(request))
                messages.success(request, _("The price is agreed, and the customer is told."))
                return redirect("desk_service", number)
        except ChangedError as refused:
            messages.error(request, str(refused))
        except TrothError as refused:
            form.add_error(None, str(refused))
    if form.is_valid():
        try:
            act = partial(agreed, asked=form.asked)
            foreseen = shown(act, found, at=now, by_customer=False)
        except TrothError as refused:
            form.add_error(None, str(refused))
    context = {
        "service": found,
        "form": form,
        "term": term,
        "foreseen": foreseen,
        "sent": [(name, form.data.get(name, "")) for name in form.fields] if foreseen else [],
        "days": provider().price_notice.days,
    }
    return render(request, "services/desk/own_price.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def end_price(request: HttpRequest, number: int, price: int) -> HttpResponseBase:
    """See what it comes to that a price of its own ends, and end it."""
    now = timezone.now()
    rows = OwnPrice.objects.select_related("service__account").filter(service=number)
    own = get_object_or_404(rows, pk=price)
    if to := words_opened(request, own.account):
        return to
    with behind_desk(may_read(me(request), policy_on(now))):
        shown_one = OwnPrice.objects.get(pk=price)
    try:
        if request.method == "POST":
            end_own_price(own, seen=request.POST.get("seen", ""), at=now, by=me(request))
            messages.success(request, _("The special price ends, and the customer is told."))
            return redirect("desk_service", number)
    except ChangedError as refused:
        messages.error(request, str(refused))
    except TrothError as refused:
        messages.error(request, str(refused))
        return redirect("desk_service", number)
    try:
        act = partial(own_price_ended, own=own)
        foreseen = shown(act, own.service, at=now, by_customer=False)
    except TrothError as refused:
        messages.error(request, str(refused))
        return redirect("desk_service", number)
    context = {"service": own.service, "each": shown_one, "foreseen": foreseen}
    return render(request, "services/desk/end_price.html", context)
