"""Quotes: made of the catalogue at its price or another, or in words of one's own; what has become
of each; withdrawn."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.models import Account
from troth.accounts.owned import owner_of
from troth.catalog.models import PERIODS, Product, Promotion
from troth.catalog.price import ONCE, NotSoldError, chosen_of, price, prices_on, words_of
from troth.catalog.promotion import promotion_of
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.reason import opened
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.currency import CurrencyField
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line as TextLine
from troth.gates.inputs.text import Paragraphs
from troth.gates.read import may_read
from troth.messaging.language import language_of
from troth.orders.agreed import Line, of_priced
from troth.orders.desk.orders import READS
from troth.orders.models import UNANSWERED, Quote
from troth.orders.pages.words import period
from troth.orders.quote import quote
from troth.orders.withdraw_quote import withdraw_quote
from troth.portal.access import me
from troth.portal.done import done
from troth.portal.paging import listing
from troth.publishing.running import policy_on
from troth.services.option_fields import chosen, option_fields, options_of
from troth.wall.enter import behind_desk

ROWS = 5


class QuoteForm(Form):
    """Until when it holds, and words to go with it."""

    currency = CurrencyField(label=gettext_lazy("Currency"))
    last_day = forms.DateField(label=gettext_lazy("Holds until"), widget=DayInput())
    code = TextLine(
        label=gettext_lazy("Promotion code"),
        help_text=gettext_lazy("For lines at the catalogue’s price."),
        max_length=40,
        required=False,
    )
    words = Paragraphs(
        label=gettext_lazy("Message to the customer"), required=False, max_length=5000
    )


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
        label=gettext_lazy("Price each per period"),
        help_text=gettext_lazy("Leave empty for the product’s catalogue price."),
        max_length=30,
        required=False,
    )

    setup = TextLine(
        label=gettext_lazy("Set-up fee each"),
        help_text=gettext_lazy(
            "Leave empty: the catalogue’s fee with the catalogue’s price, otherwise none."
        ),
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

    def line(self, currency: str, language: str, promotion: Promotion | None) -> Line:
        """The line of the quote, in the customer's language. Raises ValidationError and
        NotSoldError."""
        told = self.cleaned_data
        line = self._line(currency, language, promotion)
        setup = amount_of(told["setup"], currency) if told["setup"] else line.setup
        off, discounts = line.discount, line.discounts
        if told["discount"]:
            off = amount_of(told["discount"], currency)
            discounts = 1 if off and line.months else None
        whole = line.quantity * line.price
        if off > whole:
            raise ValidationError(_("The discount is more than a period costs."))
        return replace(
            line,
            label=told["label"],
            setup=setup,
            discount=off,
            discounts=discounts,
            amount=whole + line.quantity * setup - off,
            recurring=whole - (0 if discounts else off) if line.months else 0,
        )

    def _line(self, currency: str, language: str, promotion: Promotion | None) -> Line:
        """The same before what is entered besides."""
        told, today = self.cleaned_data, day_at(timezone.now())
        product: Product | None = told["product"]
        choices = chosen(self._options, told)
        months, quantity, typed = told["months"], told["quantity"], told["amount"]
        if product and not typed:
            priced = price(
                *(product, currency, months),
                choices=choices,
                quantity=quantity,
                promotion=None if told["discount"] else promotion,
                on=today,
            )
            with translation.override(language):
                return of_priced(priced)
        if not product and not told["words"]:
            raise ValidationError(_("Choose a product, or say what it is."))
        one = amount_of(typed, currency)
        taken = chosen_of(product, currency, months, choices, today) if product else ()
        with translation.override(language):
            name = product.said.name if product else ""
            about, options = product.said.summary if product else "", words_of(taken)
        of_catalogue = None
        if product and months:  # where it has none, what is agreed stays all the same
            known = prices_on(today, Q(product=product, currency=currency, months=months))
            added = sum(each.amount for each in taken)
            of_catalogue = (known[0].amount or 0) + added if known else one
        return Line(
            offer_id=product.pk if product else None,
            product=told["words"] or name,
            about=about,
            options=options,
            choices={str(each.choice.pk): each.count for each in taken},
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


class Filters(forms.Form):
    """Which quotes are listed; without any choice, all of them."""

    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("open", gettext_lazy("Open")),
            ("accepted", gettext_lazy("Accepted")),
            ("declined", gettext_lazy("Declined")),
            ("lapsed", gettext_lazy("Expired")),
            ("withdrawn", gettext_lazy("Withdrawn")),
        ],
    )
    q = forms.CharField(label=gettext_lazy("Number"), required=False, max_length=100)

    def condition(self, today: date) -> Q:
        """The choice as a condition; none for one that there is not."""
        self.is_valid()
        return {
            "open": UNANSWERED & Q(last_day__gte=today),
            "accepted": Q(order__isnull=False),
            "declined": Q(declined_at__isnull=False),
            "lapsed": UNANSWERED & Q(last_day__lt=today),
            "withdrawn": Q(withdrawn_at__isnull=False),
        }.get(self.cleaned_data.get("show", ""), Q())


@require_safe
@desk_page("billing")
def quotes(request: HttpRequest) -> HttpResponse:
    """Those of a state, the newest first, a page at a time; each with its net."""
    today, filters = day_at(timezone.now()), Filters(request.GET)
    every = Quote.objects.filter(filters.condition(today)).annotate(
        net=Sum("lines__amount", default=0)
    )
    found = listing(request, every, by="made_at", search=("number",))
    context = {"listing": found, "filters": filters, "today": today}
    return render(request, "orders/desk/quotes.html", context)


@require_safe
@desk_page("billing")
def quote_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """One quote as it was made, and what has become of it."""
    now = timezone.now()
    whose = get_object_or_404(Quote.objects.only("account").select_related("account"), pk=number)
    reads = may_read(me(request), policy_on(now)) & READS
    if to := opened(request, whose.account, reads):
        return to
    with behind_desk(reads):
        found = get_object_or_404(Quote.objects.select_related("order"), pk=number)
        lines = [(line, period(line.months), line) for line in found.lines.order_by("position")]
        holds = Quote.objects.filter(UNANSWERED, pk=number, last_day__gte=day_at(now)).exists()
    context = {
        "quote": found,
        "lines": lines,
        "net": sum(line.amount for line, *_shown in lines),
        "holds": holds,
        "today": day_at(now),
    }
    return TemplateResponse(request, "orders/desk/one_quote.html", context)


@require_POST
@desk_page("billing")
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw it. What its customer has answered meanwhile is said."""
    found = get_object_or_404(Quote, pk=number)
    said = _("The quote is withdrawn, and its customer is told.")
    done(request, lambda: withdraw_quote(found, at=timezone.now()), said)
    return redirect("desk_quote", number)


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
        language = language_of(owner_of(account), policy_on(timezone.now()))
        promotion = _promotion(form)
        lines = _lines(rows, form.cleaned_data["currency"], language, promotion)
        if promotion and lines and not any(line.discount for line in lines):
            form.add_error("code", _("This promotion takes nothing off these lines."))
        if lines is not None and not form.errors:
            try:
                made = quote(
                    account,
                    lines,
                    words=form.cleaned_data["words"],
                    last_day=form.cleaned_data["last_day"],
                    promotion=promotion,
                    at=timezone.now(),
                )
            except TrothError as refusal:
                form.add_error(None, str(refusal))
            else:
                said = _("Quote %(number)s has been sent.") % {"number": made.number}
                messages.success(request, said)
                return redirect("desk_quote", made.pk)
    context = {"form": form, "rows": rows, "account": account}
    return render(request, "orders/desk/quote.html", context)


def _promotion(form: QuoteForm) -> Promotion | None:
    """The one that was asked for; the form says why there is none."""
    told = form.cleaned_data
    try:
        code, today = told["code"], day_at(timezone.now())
        return promotion_of(code, told["currency"], on=today) if code else None
    except NotSoldError as error:
        form.add_error("code", str(error))
        return None


def _lines(
    rows: list[LineForm], currency: str, language: str, promotion: Promotion | None
) -> list[Line] | None:
    """The lines that were filled in; None where one says what is wrong with it. An amount off is
    taken off once."""
    found = []
    for row in rows:
        if not row.cleaned_data.get("product") and not row.cleaned_data.get("words"):
            continue
        try:
            found.append(row.line(currency, language, promotion))
        except ValidationError as error:
            row.add_error("amount", error)
        except NotSoldError as error:
            row.add_error("product", str(error))
        else:
            if promotion and promotion.amount and found[-1].discount:
                promotion = None
    return found if not any(row.errors for row in rows) else None
