"""The shop: what there is, and the choice of how one wants it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.accounts.models import Person
from troth.billing.readers import Reader, reader_of
from troth.catalog.models import Option, Product
from troth.catalog.price import Priced
from troth.catalog.shop import (
    choices_priced,
    currencies,
    groups,
    offers,
    orderable,
    periods,
    priced,
)
from troth.core.day import day_at
from troth.core.number import number_in
from troth.orders.models import Terms
from troth.orders.pages.cart import MOST, cart_of, keep, take_code
from troth.orders.pages.configure import ConfigureForm
from troth.orders.pages.figures import figures
from troth.orders.pages.member import invoiced_in, member_who_orders
from troth.orders.pages.words import period
from troth.orders.propose import propose
from troth.portal import errors
from troth.portal.access import memberships, unstored


@require_safe
@unstored
def shop(request: HttpRequest, *, hidden: bool = False) -> HttpResponse:
    """Every group with its products, each with what it costs a month at least.

    hidden: with all that visitors are not shown, here and on the next pages.
    """
    now = timezone.now()
    currency, all_currencies = _currency(request, hidden)
    shown, reader = groups(hidden=hidden), _reader(request, now)
    found = offers(shown, currency, reader, on=day_at(now), hidden=hidden)
    context = {
        "groups": [
            (group, [offer for offer in found if offer.product.group_id == group.pk])
            for group in shown
        ],
        "is_sold": bool(found),
        "taxed": reader.words(offer.product.supply for offer in found),
        "currency": currency,
        "currencies": all_currencies,
        "cart": cart_of(request),
        "hidden": hidden,
        "at": "hidden_" if hidden else "",
    }
    return render(request, "orders/shop.html", context)


@require_safe
@unstored
def group(request: HttpRequest, group: str, *, hidden: bool = False) -> HttpResponse:
    """The products of a group, side by side, by one period."""
    found = next((each for each in groups(hidden=hidden) if each.slug == group), None)
    if found is None:
        raise Http404
    now = timezone.now()
    currency, all_currencies = _currency(request, hidden)
    reader = _reader(request, now)
    shown = offers([found], currency, reader, on=day_at(now), hidden=hidden)
    sold_by = periods(shown)
    asked = number_in(request.GET.get("months", ""))
    months = asked if asked in sold_by else min(sold_by, default=0)
    context = {
        "group": found,
        "offers": [(offer, offer.by(months) or offer.lowest) for offer in shown],
        "periods": [(each, period(each)) for each in sold_by],
        "months": months,
        "taxed": reader.words(offer.product.supply for offer in shown),
        "currency": currency,
        "currencies": all_currencies,
        "cart": cart_of(request),
        "hidden": hidden,
        "at": "hidden_" if hidden else "",
    }
    return render(request, "orders/group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def product(
    request: HttpRequest, group: str, product: str, *, hidden: bool = False
) -> HttpResponse:
    """One product: choose how, and put it into the order."""
    sold = orderable(hidden=hidden)
    found = get_object_or_404(sold.select_related("group"), slug=product, group__slug=group)
    now = timezone.now()
    today = day_at(now)
    currency, all_currencies = _currency(request, hidden, found)
    reader = _reader(request, now)
    offer = next(iter(priced([found], currency, reader, on=today)), None)
    along = sold.filter(pk__in=found.addons.values("addon"))
    options = Prefetch("options", Option.objects.filter(retired_at=None))
    addons = priced(along.prefetch_related(options, "options__choices"), currency, reader, on=today)
    cart = cart_of(request)
    form = offer and ConfigureForm(
        offer,
        addons,
        choices_priced([found, *(each.product for each in addons)], currency, reader, on=today),
        request.POST if request.method == "POST" else None,
        query=request.GET,
    )
    if form and hidden:
        del form.fields["code"]  # where nothing is ordered
    context: dict[str, Any] = {
        "product": found,
        "offer": offer,
        "form": form,
        "taxed": reader.words([found.supply, *(addon.product.supply for addon in addons)]),
        "currency": currency,
        "currencies": all_currencies,
        "cart": cart,
        "hidden": hidden,
        "at": "hidden_" if hidden else "",
    }
    if form and form.is_valid():
        wanted = form.wanted
        proposal = propose(wanted, currency, "", account=None, hidden=hidden, at=now)
        first = proposal.priced[0]
        if wrong := [each for each in proposal.priced if isinstance(each, str)]:
            form.add_error(None, wrong[0])
        elif hidden or "preview" in request.POST:  # who looks at what is hidden orders nothing
            assert isinstance(first, Priced)
            context |= {"preview": first, "figures": figures(first, reader)}
        elif len(cart.lines) + len(wanted) > MOST:
            form.add_error(None, _("An order can have at most %(most)s lines.") % {"most": MOST})
        else:
            # What is ordered together is paid in one currency.
            cart.currency = currency
            if not take_code(request, cart, form.cleaned_data["code"] or cart.code):
                return errors.too_many(request)
            cart.lines += wanted
            keep(request, cart)
            messages.success(
                request,
                _("%(product)s has been added to your order.") % {"product": found.said.name},
            )
            return redirect("shop_order")
    response = render(request, "orders/product.html", context)
    if found.unlisted:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@unstored
def terms(request: HttpRequest, number: int) -> HttpResponse:
    """The terms of business of a version."""
    return render(request, "orders/terms.html", {"terms": get_object_or_404(Terms, pk=number)})


def _reader(request: HttpRequest, at: datetime) -> Reader:
    """Who is shown the prices: the account for which somebody would order, or a visitor."""
    member = member_who_orders(request)
    return reader_of(member.account if member else None, at=at)


def _currency(
    request: HttpRequest, hidden: bool, product: Product | None = None
) -> tuple[str, list[str]]:
    """The currency of the page, with those to change to: none for whose account has one.

    It is the account's own; else what the address asks for, what is in the order, or the euro.
    """
    sold = currencies(on=day_at(timezone.now()), hidden=hidden, besides=product)
    if isinstance(request.user, Person):
        mine = invoiced_in(each.account_id for each in memberships(request))
        if len(mine) == 1:
            return mine.pop(), []
    asked = request.GET.get("currency", "").upper()
    kept = cart_of(request).currency
    found = next((each for each in (asked, kept, "EUR") if each in sold), "")
    return found or next(iter(sold), ""), sold if len(sold) > 1 else []
