"""Orders that staff look at before they hold, and the rules that say which."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.core.day import day_at
from troth.core.money import money
from troth.desk.access import desk_page
from troth.desk.reason import opened
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.currency import CurrencyField
from troth.gates.inputs.text import Line
from troth.gates.read import may_read
from troth.orders.accept import accept
from troth.orders.agreed import terms_on
from troth.orders.invoice_of import invoice_of
from troth.orders.models import Order, ReviewRule
from troth.orders.pages.words import period
from troth.orders.refuse import refuse
from troth.orders.review import reasons
from troth.orders.set_review import end_review, set_review
from troth.orders.withdrawn import lines_with_withdrawals, with_withdrawals
from troth.portal.access import me
from troth.portal.done import done
from troth.portal.paging import listing
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

LISTED = 100
READS = frozenset({"service", "content", "contact"})  # what is ordered, and from where


class RefuseForm(Form):
    """Why an order is refused."""

    because = Line(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The customer will read this."),
        max_length=300,
    )


class ReviewForm(Form):
    """Which orders are looked at; of an amount, from which on."""

    kind = forms.ChoiceField(label=gettext_lazy("Orders"), choices=ReviewRule.Kind.choices)
    currency = CurrencyField(label=gettext_lazy("Currency of the amount"), required=False)
    amount = Line(label=gettext_lazy("Amount"), max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        """An amount belongs to that kind alone."""
        told = super().clean()
        if told.get("kind") != ReviewRule.Kind.AMOUNT:
            return told | {"amount": None, "currency": ""}
        if "currency" in self.errors:
            return told
        currency = told["currency"]
        if not currency:
            self.add_error("currency", _("Name the currency, such as EUR."))
            return told
        try:
            amount = amount_of(str(told.get("amount", "")), currency)
        except ValidationError as error:
            self.add_error("amount", error)
            return told
        return told | {"amount": amount, "currency": currency}


@require_safe
@desk_page("billing")
def orders(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first, each with why; below, a page of those that are decided."""
    waiting = Order.objects.filter(accepted_at=None, refused_at=None).order_by("placed_at", "pk")
    with behind_desk(_reads(request)):
        found = [
            (order, reasons(order), order.account.country)
            for order in waiting.select_related("account")[: LISTED + 1]
        ]
        decided = with_withdrawals(Order.objects.exclude(accepted_at=None, refused_at=None))
        page = listing(request, decided, by="placed_at")
    terms = terms_on(day_at(timezone.now()))
    context = {
        "waiting": found[:LISTED],
        "more": len(found) > LISTED,
        "listing": page,
        "terms": terms,
    }
    return TemplateResponse(request, "orders/desk/orders.html", context)


@require_safe
@desk_page("billing")
def order(request: HttpRequest, number: int) -> HttpResponseBase:
    """One order, with all that was agreed; what becomes of it."""
    return _order(request, number, RefuseForm())


@require_POST
@desk_page("billing")
def accept_order(request: HttpRequest, number: int) -> HttpResponse:
    """Accept it. What another one has decided meanwhile is said."""
    found = get_object_or_404(Order, pk=number)
    said = _("Order %(number)s is accepted.") % {"number": found.number}
    if done(request, lambda: accept(found, by=me(request), at=timezone.now()), said):
        return redirect("desk_orders")
    return redirect("desk_order", number)


@require_POST
@desk_page("billing")
def refuse_order(request: HttpRequest, number: int) -> HttpResponseBase:
    """Refuse it, and tell the customer why."""
    found = get_object_or_404(Order, pk=number)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _order(request, number, form)
    because, said = form.cleaned_data["because"], _("Order %(number)s is refused.")
    if done(
        request,
        lambda: refuse(found, because, by=me(request), at=timezone.now()),
        said % {"number": found.number},
    ):
        return redirect("desk_orders")
    return redirect("desk_order", number)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def reviews(request: HttpRequest) -> HttpResponse:
    """Which orders are looked at; one kind more."""
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data
        set_review(
            chosen["kind"],
            amount=chosen["amount"],
            currency=chosen["currency"],
            at=timezone.now(),
        )
        messages.success(request, _("The rule is set."))
        return redirect("desk_reviews")
    rules = [
        (rule, money(rule.amount, rule.currency) if rule.amount is not None else "")
        for rule in ReviewRule.objects.order_by("kind", "currency")
    ]
    return render(request, "orders/desk/reviews.html", {"rules": rules, "form": form})


@require_POST
@desk_page("billing")
def end_rule(request: HttpRequest, number: int) -> HttpResponse:
    """Look at such orders no more."""
    end_review(number, at=timezone.now())
    messages.success(request, _("The rule has been removed."))
    return redirect("desk_reviews")


def _order(request: HttpRequest, number: int, form: RefuseForm) -> HttpResponseBase:
    whose = get_object_or_404(Order.objects.only("account").select_related("account"), pk=number)
    reads = _reads(request)
    if to := opened(request, whose.account, reads):
        return to
    with behind_desk(reads):
        orders = with_withdrawals(Order.objects.select_related("account", "terms"))
        found = get_object_or_404(orders, pk=number)
        agreed = lines_with_withdrawals(found.lines.order_by("position"))
        lines = [(line, period(line.months), line) for line in agreed]
        country = found.account.country
    context = {
        "order": found,
        "invoice": invoice_of(found),
        "lines": lines,
        "country": country,
        "reasons": reasons(found),
        "form": form,
    }
    return TemplateResponse(request, "orders/desk/order.html", context)


def _reads(request: HttpRequest) -> frozenset[str]:
    return may_read(me(request), policy_on(timezone.now())) & READS
