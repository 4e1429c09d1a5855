"""Make a customer a quote: of the catalogue at its price or another, or in words of one's own."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account
from troth.catalog.models import PERIODS, Product
from troth.catalog.price import ONCE, NotSoldError, chosen_of, price, prices_on
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.currency import CurrencyField
from troth.gates.inputs.text import Line as TextLine
from troth.gates.inputs.text import Paragraphs
from troth.orders.agreed import Line, of_priced
from troth.orders.pages.words import period
from troth.orders.quote import quote
from troth.services.option_fields import chosen, option_fields, options_of

ROWS = 5


class QuoteForm(Form):
    """Until when it holds, and words to go with it."""

    currency = CurrencyField(label=gettext_lazy("Currency"))
    last_day = forms.DateField(
        label=gettext_lazy("Holds until"), widget=forms.DateInput(attrs={"type": "date"})
    )
    words = Paragraphs(label=gettext_lazy("Words to the customer"), required=False, max_length=5000)


class LineForm(Form):
    """A line: a product of the catalogue, or words for something of its own with a price."""

    product = forms.ModelChoiceField(
        Product.objects.filter(retired_at=None),
        label=gettext_lazy("Product"),
        required=False,
        empty_label=gettext_lazy("something else"),
    )
    words = TextLine(label=gettext_lazy("What it is"), max_length=120, required=False)
    supply = forms.ChoiceField(label=gettext_lazy("Tax category"), choices=Product.Supply.choices)
    months = forms.TypedChoiceField(
        label=gettext_lazy("Period"),
        coerce=int,
        choices=lambda: [(each, period(each)) for each in (ONCE, *PERIODS)],
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("Quantity"), min_value=1, max_value=10_000, initial=1
    )
    amount = TextLine(
        label=gettext_lazy("Price of one a period"),
        help_text=gettext_lazy("Of a product, leave it empty for the price of the catalogue."),
        max_length=30,
        required=False,
    )

    setup = TextLine(
        label=gettext_lazy("Set-up fee of one"),
        help_text=gettext_lazy("Left empty, it goes with the price: the catalogue's, or none."),
        max_length=30,
        required=False,
    )
    discount = TextLine(
        label=gettext_lazy("Discount on the first period"), max_length=30, required=False
    )
    label = TextLine(label=gettext_lazy("Name"), max_length=253, required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        # What is sent without the options of its product comes back and asks for them.
        self._options = list(options_of(data.get(self.add_prefix("product"), ""))) if data else []
        self.fields |= option_fields(self._options)

    def line(self, currency: str) -> Line:
        """The line of the quote. Raises ValidationError and NotSoldError."""
        told = self.cleaned_data
        line = self._line(currency)
        setup = amount_of(told["setup"], currency) if told["setup"] else line.setup
        off = amount_of(told["discount"], currency) if told["discount"] else 0
        whole = line.quantity * line.price
        if off > whole:
            raise ValidationError(_("The discount is more than a period costs."))
        return replace(
            line,
            label=told["label"],
            setup=setup,
            discount=off,
            discounts=1 if off and line.months else None,
            amount=whole + line.quantity * setup - off,
            recurring=whole if line.months else 0,
        )

    def _line(self, currency: str) -> Line:
        """The same before what is entered besides."""
        told, today = self.cleaned_data, day_at(timezone.now())
        product: Product | None = told["product"]
        choices = chosen(self._options, told)
        months, quantity, typed = told["months"], told["quantity"], told["amount"]
        if product and not typed:
            return of_priced(
                price(
                    *(product, currency, months),
                    choices=choices,
                    quantity=quantity,
                    promotion=None,
                    on=today,
                )
            )
        if not product and not told["words"]:
            raise ValidationError(_("Choose a product, or say what it is."))
        one = amount_of(typed, currency)
        taken = chosen_of(product, currency, months, choices, today) if product else ()
        of_catalogue = None
        if product and months:  # where it has none, what is agreed stays all the same
            known = prices_on(today, Q(product=product, currency=currency, months=months))
            added = sum(each.amount for each in taken)
            of_catalogue = (known[0].amount or 0) + added if known else one
        return Line(
            offer_id=product.pk if product else None,
            product=told["words"] or (product.name if product else ""),
            about=product.summary if product else "",
            options="\n".join(map(str, taken)),
            choices={str(each.key): each.count for each in taken},
            supply=product.supply if product else told["supply"],
            quantity=quantity,
            months=months,
            currency=currency,
            price=one,
            list_price=of_catalogue,
            setup=0,
            discount=0,
            discounts=None,
            amount=quantity * one,
            recurring=quantity * one if months else 0,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def make_quote(request: HttpRequest, number: int) -> HttpResponse:
    """A form with some lines; those that are left empty are none."""
    account = get_object_or_404(Account.objects.only("pk", "currency"), pk=number)
    data: Any = request.POST if request.method == "POST" else None
    form = QuoteForm(data, initial={"currency": account.currency or "EUR"})
    rows = [
        LineForm(data, prefix=f"line{at}", empty_permitted=True, use_required_attribute=False)
        for at in range(ROWS)
    ]
    if form.is_valid() and all(row.is_valid() for row in rows):
        lines = _lines(rows, form.cleaned_data["currency"])
        if lines is not None:
            try:
                made = quote(
                    account,
                    lines,
                    words=form.cleaned_data["words"],
                    last_day=form.cleaned_data["last_day"],
                    at=timezone.now(),
                )
            except TrothError as refusal:
                form.add_error(None, str(refusal))
            else:
                said = _("Quote %(number)s is on its way.") % {"number": made.number}
                messages.success(request, said)
                return redirect("customer", "account", number)
    context = {"form": form, "rows": rows, "account": account}
    return render(request, "orders/desk/quote.html", context)


def _lines(rows: list[LineForm], currency: str) -> list[Line] | None:
    """The lines that were filled in; None where one says what is wrong with it."""
    found = []
    for row in rows:
        if not row.cleaned_data.get("product") and not row.cleaned_data.get("words"):
            continue
        try:
            found.append(row.line(currency))
        except ValidationError as error:
            row.add_error("amount", error)
        except NotSoldError as error:
            row.add_error("product", str(error))
    return found if not any(row.errors for row in rows) else None
