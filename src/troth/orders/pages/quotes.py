"""What we offer a customer, and their answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.models import Membership
from troth.billing.readers import reader_of
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.orders.answer_quote import accept_quote, decline_quote
from troth.orders.begin import WORDS
from troth.orders.models import Quote
from troth.orders.pages.figures import figures
from troth.orders.pages.words import period
from troth.orders.quote import agreement_of
from troth.portal.access import me, of_account
from troth.portal.done import done
from troth.portal.paging import listing


@require_safe
@of_account(Quote)
def quotes(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Every quote, the newest first."""
    account = membership.account
    found = listing(request, account.quotes.all(), by="made_at", search=("number",))
    context = {"account": account, "listing": found, "today": day_at(timezone.now())}
    return render(request, "orders/quotes.html", context)


@require_safe
@of_account(Quote)
def quote(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One quote, made for printing, with the ways to answer it."""
    found = _quote(membership, number)
    now = timezone.now()
    reader = reader_of(membership.account, at=now)
    lines = list(found.lines.order_by("position"))
    context = {
        "account": membership.account,
        "quote": found,
        "today": day_at(now),
        "lines": [(line, period(line.months), figures(line, reader)) for line in lines],
        "with_tax": not reader.is_net(line.supply for line in lines),
    }
    try:
        agreement = agreement_of(found, at=now)
    except TrothError as error:
        return render(request, "orders/quote.html", context | {"wrong": str(error)})
    sums = agreement.taxed.sums
    context |= {
        "agreement": agreement,
        "asks": [(name, WORDS[name]) for name in agreement.asks],
        "sums": sums,
        "taxes": sums.taxes,
    }
    return render(request, "orders/quote.html", context)


@require_POST
@of_account(Quote)
def accept(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Order what is offered."""
    found = _quote(membership, number)
    try:
        placed = accept_quote(
            found,
            mark=request.POST.get("mark", ""),
            asked=[name for name in WORDS if name in request.POST],
            by=me(request),
            at=timezone.now(),
        )
    except TrothError as refusal:
        messages.error(request, str(refusal))
        return redirect("quote", membership.account_id, number)
    messages.success(
        request,
        _("Thank you. We have received your order %(number)s.") % {"number": placed.number},
    )
    return redirect("order", membership.account_id, placed.pk)


@require_POST
@of_account(Quote)
def decline(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Say no to it."""
    found, said = _quote(membership, number), _("The quote is declined.")
    done(request, lambda: decline_quote(found, by=me(request), at=timezone.now()), said)
    return redirect("quote", membership.account_id, number)


def _quote(membership: Membership, number: int) -> Quote:
    return get_object_or_404(membership.account.quotes.filter(sent_at__isnull=False), pk=number)
