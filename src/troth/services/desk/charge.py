"""Invoice something by hand: lines are typed, the document is shown, and then it is issued."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.models import Account
from troth.billing.desk.acts import currencies_of
from troth.catalog.models import Product
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.reason import opened
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line
from troth.gates.read import may_read
from troth.policy.countries import COUNTRIES
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.services.charge_by_hand import MOST, ByHand, charge_by_hand, foresee_charge
from troth.services.models import Charge
from troth.services.take_back_charge import take_back_charge, waiting

_AT_FIRST = 3  # lines that are open


class DayField(forms.DateField):
    """A day of a time that has invoices."""

    widget = DayInput()

    def clean(self, value: Any) -> date | None:
        """Refuse what is a slip of the finger."""
        day: date | None = super().clean(value)
        if day and not 2000 <= day.year < 2100:
            raise ValidationError(_("Enter a day between 2000 and 2099."))
        return day


class ChargeForm(Form):
    """What is asked once for all lines."""

    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    due_on = DayField(
        label=gettext_lazy("Due on"),
        help_text=gettext_lazy("Leave empty for the usual days to pay."),
        required=False,
    )
    remark = Line(
        label=gettext_lazy("Message to the customer"),
        help_text=gettext_lazy("They appear on the invoice."),
        max_length=500,
        required=False,
    )
    waits = forms.BooleanField(
        label=gettext_lazy("Put it on the next invoice"),
        help_text=gettext_lazy("It waits until the account is next invoiced."),
        required=False,
    )

    def __init__(self, account: Account, data: Any = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["currency"].choices = [(each, each) for each in currencies_of(account)]

    def clean(self) -> dict[str, Any]:
        """What waits goes by the invoice that takes it up."""
        told = super().clean()
        for name in ("due_on", "remark"):
            if told.get("waits") and told.get(name):
                self.add_error(name, _("The next invoice has its own day. Leave this empty."))
        return told


class LineForm(Form):
    """A line: what it is, how many, for how much. What has no words is none."""

    description = Line(label=gettext_lazy("What is it for?"), max_length=300)
    quantity = forms.IntegerField(
        label=gettext_lazy("Quantity"), min_value=1, max_value=10_000, initial=1
    )
    price = Line(label=gettext_lazy("Price each, without tax"), max_length=40)
    discount = Line(
        label=gettext_lazy("Discount"),
        help_text=gettext_lazy("An amount taken off the line."),
        max_length=40,
        required=False,
    )
    starts = DayField(label=gettext_lazy("First day"), required=False)
    last_day = DayField(label=gettext_lazy("Last day"), required=False)
    product = forms.ModelChoiceField(
        Product.objects.order_by("name"),
        label=gettext_lazy("Product"),
        help_text=gettext_lazy("Reports count the line towards it."),
        required=False,
        empty_label=gettext_lazy("something else"),
    )
    supply = forms.ChoiceField(label=gettext_lazy("Tax category"), choices=Product.Supply.choices)

    def __init__(self, currency: str, data: Any, prefix: str) -> None:
        super().__init__(data, prefix=prefix, empty_permitted=True, use_required_attribute=False)
        self.currency = currency

    def has_changed(self) -> bool:
        """Whether anything but a choice was made."""
        return bool(
            {"description", "price", "discount", "starts", "last_day"} & {*self.changed_data}
        )

    def clean_price(self) -> int:
        """In minor units."""
        return amount_of(self.cleaned_data["price"], self.currency)

    def clean_discount(self) -> int:
        """In minor units; 0 without one."""
        typed = self.cleaned_data["discount"]
        return amount_of(typed, self.currency) if typed else 0

    def clean(self) -> dict[str, Any]:
        """Both ends of a period or neither; no more off than there is."""
        told = super().clean()
        starts, last = told.get("starts"), told.get("last_day")
        if bool(starts) != bool(last) or (starts and last and last < starts):
            self.add_error("last_day", _("A period needs a first day and a last day after it."))
        if {"quantity", "price", "discount"} <= {*told} and (
            told["discount"] > told["quantity"] * told["price"]
        ):
            self.add_error("discount", _("A discount can be at most the amount of the line."))
        return told

    def charge(self) -> Charge:
        """The charge, which is stored with the others."""
        told = self.cleaned_data
        return Charge(
            description=told["description"],
            product=told["product"].name if told["product"] else "",
            supply=told["supply"],
            quantity=told["quantity"],
            price=told["price"],
            discount=told["discount"],
            currency=self.currency,
            starts=told["starts"],
            ends=told["last_day"] + timedelta(days=1) if told["last_day"] else None,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def charge_account(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask for the lines, show the document, and issue it: only as it was shown, and once."""
    account = get_object_or_404(Account, pk=number)
    open_ = may_read(me(request), policy_on(timezone.now())) & {"billing", "service"}
    if to := opened(request, account, open_):
        return to
    data = request.POST if request.method == "POST" else None
    form = ChargeForm(account, data)
    currency = form.cleaned_data["currency"] if form.is_valid() else currencies_of(account)[0]
    rows = [LineForm(currency, data, f"line{at}") for at in range(MOST)]
    foreseen = None
    if data and all([form.is_valid(), *(row.is_valid() for row in rows)]):
        told, now = form.cleaned_data, timezone.now()
        charges = [row.charge() for row in rows if row.has_changed()]
        asked = ByHand(charges, told["due_on"], told["remark"], told["waits"])
        try:
            if "seen" in data and "again" not in data:
                charge_by_hand(account, asked, seen=data["seen"], at=now, by=me(request))
                said = (
                    _("It is waiting for the next invoice.")
                    if asked.waits
                    else _("It has been invoiced.")
                )
                messages.success(request, said)
                return redirect("customer_money", number)
            if "again" not in data:
                foreseen = foresee_charge(account, asked, at=now)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
    context = {
        "kind": "account",
        "subject": account,
        "form": form,
        "rows": [row for row in rows if row.has_changed()] if foreseen else rows[:_AT_FIRST],
        "more": [] if foreseen else rows[_AT_FIRST:],
        "opened": any(row.has_changed() for row in rows[_AT_FIRST:]),
        "wrong": bool(form.errors) or any(row.errors for row in rows),
        "foreseen": foreseen,
        "waiting": waiting(account).order_by("pk"),
        "reads": open_,
    }
    if foreseen:
        country = foreseen.invoice.party_country
        context |= {"invoice": foreseen.invoice, "lines": foreseen.lines}
        context |= {"party_country": COUNTRIES.get(country, country)}
    return render(request, "services/desk/charge.html", context)


@require_POST
@desk_page("billing")
def take_back(request: HttpRequest, number: int, charge: int) -> HttpResponse:
    """Have what waits not invoiced."""
    account = get_object_or_404(Account, pk=number)
    try:
        take_back_charge(account, charge, at=timezone.now(), by=me(request))
    except TrothError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It has not been invoiced."))
    return redirect("charge_by_hand", number)
