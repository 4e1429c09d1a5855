"""Pay: an invoice, all that is due, or an amount to one's balance."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.models import Account, Membership
from troth.accounts.within_limit import within_limit
from troth.billing.at_home import home_currency
from troth.billing.models import Invoice, account_for
from troth.billing.owed import owed, owed_in_all
from troth.core.errors import TrothError
from troth.core.number import number_in
from troth.core.written_once import Given, written_once
from troth.gates.inputs.amount import amount_of, typed_amount
from troth.gateways.ask_lately import ask_lately
from troth.gateways.check_stage import check_of
from troth.gateways.gateway import Outcome
from troth.gateways.installed import checks
from troth.gateways.models import PaymentAttempt
from troth.gateways.next_taking import next_taking
from troth.gateways.offered import offered
from troth.gateways.pages.form import Asked, WayForm
from troth.gateways.pay import PaidError, confirm, pay, pay_by_kept
from troth.gateways.paying import on_its_way
from troth.gateways.sepa.models import Collection
from troth.gateways.stage import stage_of
from troth.gateways.tasks import have_looked_up
from troth.portal import errors
from troth.portal.access import leads_elsewhere, me, of_account, outside_the_wall
from troth.publishing.running import policy_on

_LOOKS = 20  # times that a page looks again by itself, which is about a minute


@leads_elsewhere
@outside_the_wall  # the gateway is asked outside of any transaction
@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Invoice)
def pay_invoice(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Choose how to pay what is owed of an invoice, and go on there."""
    account = membership.account
    invoice = _invoice_or_404(account, number)

    def shown() -> dict[str, Any]:
        remains = owed(invoice)
        if remains <= 0:
            raise PaidError(_("This invoice has nothing left to pay."))
        bank = account_for(invoice.currency)
        return {"invoice": invoice, "amount": remains, "bank": bank}

    return _asked(
        request,
        membership,
        lambda form, at: pay(
            account, form.offer.name, invoice=invoice, keep=form.keep, by=me(request), at=at
        ),
        back=("invoice", account.pk, number),
        currency=invoice.currency,
        shown=shown,
    )


@leads_elsewhere
@outside_the_wall  # the gateway is asked outside of any transaction
@require_POST
@of_account(Invoice)
def pay_by_kept_way(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Pay what is owed of an invoice at once, by a way that is kept."""
    account = membership.account
    invoice = _invoice_or_404(account, number)
    if not within_limit(request, "pay", me(request)):
        return errors.too_many(request)
    way, amount = (number_in(request.POST.get(name, "")) or 0 for name in ("way", "amount"))
    try:
        attempt, url = pay_by_kept(
            account, way, invoice=invoice, amount=amount, by=me(request), at=timezone.now()
        )
    except PaidError as paid:
        messages.success(request, str(paid))
        return redirect("invoice", account.pk, number)
    except TrothError as refusal:
        messages.error(request, str(refusal))
        return redirect("pay", account.pk, number)
    return redirect(url) if url or not attempt else redirect("paid", account.pk, attempt.key)


def _invoice_or_404(account: Account, number: int) -> Invoice:
    found = next(iter(_invoices(account=account.pk, number=number)), None)
    if found is None:
        raise Http404
    return found


@written_once
def _invoices() -> QuerySet[Invoice]:
    mine = Invoice.objects.filter(account=Given("account"), pk=Given("number"))
    return mine.filter(kind=Invoice.Kind.INVOICE)


@leads_elsewhere
@outside_the_wall  # the gateway is asked outside of any transaction
@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Invoice)
def pay_in(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Pay an amount: it pays what is owed, and the rest is to the balance."""
    account = membership.account
    due = owed_in_all(account)
    home = home_currency(policy_on(timezone.now()))
    currency = account.currency or next(iter(due), "") or home
    coming = on_its_way(account, currency)
    remains = due.get(currency, 0) - coming

    def go_on(form: WayForm, at: datetime) -> str:
        try:
            amount = amount_of(form.cleaned_data["amount"], currency)
        except ValidationError as error:
            raise TrothError(error.messages[0]) from None
        if amount <= 0:
            raise TrothError(_("A payment must be more than zero."))
        wanted: dict[str, Any] = {"amount": amount, "currency": currency, "keep": form.keep}
        return pay(account, form.offer.name, by=me(request), at=at, **wanted)

    return _asked(
        request,
        membership,
        go_on,
        back=("statement", account.pk),
        asks_amount=currency,
        initial={"amount": typed_amount(remains, currency)} if remains > 0 else {},
        currency=currency,
        shown=lambda: {
            "amount": max(remains, 0),
            "coming": coming,
            "transfers": account_for(currency),
        },
    )


@leads_elsewhere
@outside_the_wall  # the gateway is asked outside of any transaction
@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Invoice)
def add_way(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Leave a payment method at a gateway, with nothing paid."""
    account = membership.account
    return _asked(
        request,
        membership,
        lambda form, at: pay(account, form.offer.name, keep=True, by=me(request), at=at),
        back=("ways_to_pay", account.pk),
        adds=True,
        currency=account.currency,
        shown=lambda: {"adds": True},
    )


def _asked(
    request: HttpRequest,
    membership: Membership,
    go_on: Callable[[WayForm, datetime], str],
    *,
    back: tuple[Any, ...],
    currency: str,
    shown: Callable[[], dict[str, Any]],
    adds: bool = False,
    asks_amount: str = "",
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form, and what it says; once it says all, `go_on` knows where.

    currency: in which is paid, blank where any will do. shown: what stands beside the form, asked
    for where that is shown.
    """
    now, data = timezone.now(), request.POST if request.method == "POST" else None
    offers = offered(me(request), membership.account, at=now)
    if currency:
        offers = {name: offer for name, offer in offers.items() if offer.currency in ("", currency)}
    if adds:
        offers = {name: offer for name, offer in offers.items() if offer.keeps}
    shown = cache(shown)

    def about() -> str:
        return "" if adds or asks_amount else f"{shown()['amount']} {currency}"

    form = WayForm(offers, data, adds=adds, amount=asks_amount, about=about, initial=initial)
    asked = Asked(form, membership, data, now)
    try:
        if data is not None and offers and asked.is_valid():
            if not within_limit(request, "pay", me(request)):
                return errors.too_many(request)
            asked.store()
            form.agree(me(request), at=now)
            try:
                return redirect(go_on(form, now))
            except PaidError:
                raise
            except TrothError as refusal:
                form.add_error(None, str(refusal))
        beside = shown()
    except PaidError as paid:
        (messages.info if data is None else messages.success)(request, str(paid))
        return redirect(*back)
    context = {
        **beside,
        "currency": currency,
        "account": membership.account,
        "form": form,
        "details": asked.missing,
        "offers": list(offers.values()),
    }
    return render(request, "gateways/pay.html", context)


@leads_elsewhere
@outside_the_wall  # the third party is asked outside of any transaction
@require_POST
@of_account(Invoice)
def confirm_check(request: HttpRequest, membership: Membership, key: str) -> HttpResponse:
    """Go on to where the code of small amounts is entered, by which a bank account is shown."""
    attempt = get_object_or_404(PaymentAttempt, account=membership.account, key=key)
    waits = attempt.proof and attempt.asked_at and not attempt.ended_at
    if not waits or attempt.gateway not in checks():
        messages.info(request, _("There is nothing left to confirm here."))
        return redirect("ways_to_pay", membership.account_id)
    if not within_limit(request, "pay", me(request)):
        return errors.too_many(request)
    try:
        return redirect(confirm(attempt, at=timezone.now()))
    except TrothError as refusal:
        messages.error(request, str(refusal))
        return redirect("ways_to_pay", membership.account_id)


@outside_the_wall  # the gateway is asked outside of any transaction
@require_safe
@of_account(Invoice)
def paid(request: HttpRequest, membership: Membership, key: str) -> HttpResponse:
    """Whoever comes back from a gateway reads here how it stands, as the gateway says.

    Nothing is booked by looking at it. What the gateway says here is asked once more by a job,
    which writes it down, unless the gateway's own event has come before. A check of a bank account
    is followed by that job alone: what it finds can be asked for a single time. With scripts the
    page looks again by itself, `looked` times so far.
    """
    mine = PaymentAttempt.objects.filter(account=membership.account, key=key)
    attempt = mine.select_related("invoice", "account", "by", "method").first()
    if attempt is None:
        raise Http404
    said, asking, check = None, False, check_of(attempt)
    if attempt.gateway in checks():
        if not attempt.ended_at:
            asking = not check
            have_looked_up(attempt.pk)
    elif not attempt.ended_at:
        said, asking = ask_lately(attempt)
        if said and (said.outcome != Outcome.OPEN or said.agreed):
            asking = said.agreed  # what the customer has agreed to is taken by that job
            have_looked_up(attempt.pk)
    stage = stage_of(attempt, said)
    unpaid = stage not in ("paid", "underway", "taking") and not asking
    debit = Collection.objects.filter(attempt=attempt, ended_at=None).first()
    looked = number_in(request.GET.get("looked", "")) or 0
    soon = asking or stage == "taking" or check == "proved"
    context = {
        "account": membership.account,
        "attempt": attempt,
        "stage": stage,
        "asking": asking,
        "agreed": said is not None and said.agreed,
        "looks_again": looked + 1 if soon and looked < _LOOKS else 0,
        "confirm": said.url if said and stage == "asked" else "",
        "amount": said.amount if said else attempt.amount,
        "currency": said.currency if said else attempt.currency,
        "collect_on": debit and debit.collect_on,
        "still": _still(attempt.invoice) if attempt.invoice and unpaid else None,
        "check": check,
    }
    return render(request, "gateways/paid.html", context)


def _still(invoice: Invoice) -> dict[str, Any] | None:
    """What is still owed of an invoice, until when, and by which way it is taken by itself."""
    remains = owed(invoice)
    if remains <= 0:
        return None
    comes = next_taking(invoice, at=timezone.now())
    return {"owed": remains, "due_on": invoice.due_on, "comes": comes}
