"""A customer's money at one glance, and each act on it with what it would enter."""

import re
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.billing.desk.acts import ACTS, Act
from troth.billing.dunning.end_rest import end_rest
from troth.billing.models import DunningRest, Invoice, Posting, Transaction
from troth.billing.owed import asides, balances, going_back, owed_in_all
from troth.billing.pages.invoices import in_words, standing
from troth.billing.statement import statement
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.portal.access import me

LISTED = 50


@require_safe
@desk_page("billing")
def money(request: HttpRequest, number: int) -> HttpResponse:
    """What an account owes and has, its latest invoices, payments and entries. No name is shown."""
    account = get_object_or_404(Account, pk=number)
    today = day_at(timezone.now())
    invoices = account.invoices.with_standing().order_by("-issued_at", "-pk")[:LISTED]
    payments = account.payments.order_by("-received_at", "-pk")[:LISTED]
    lines = statement(account)
    credit, owed = balances(account), owed_in_all(account)
    found = {"invoice": invoices, "owed": owed, "payment": payments, "balance": credit}
    there = {name for name, rows in found.items() if rows}
    context = {
        "kind": "account",
        "subject": account,
        "balances": credit,
        "asides": asides(account),
        "going_back": going_back(account),
        "owed": owed,
        "invoices": [(invoice, standing(invoice, on=today)) for invoice in invoices],
        "payments": [(payment, in_words(payment.method)) for payment in payments],
        "lines": lines[: -LISTED - 1 : -1],
        "irregularities": list(account.irregularities.filter(resolved_at=None).order_by("pk")),
        "rests": account.dunning_rests.resting(today).select_related("invoice").order_by("pk"),
        "acts": [(name, kind.title) for name, kind in ACTS.items() if kind.needs <= there],
    }
    return render(request, "billing/desk/money.html", context)


@require_POST
@desk_page("billing")
def dunning_goes_on(request: HttpRequest, number: int) -> HttpResponse:
    """Have dunning go on that rests."""
    found = get_object_or_404(DunningRest.objects.select_related("account"), pk=number)
    end_rest(found, at=timezone.now())
    messages.success(request, _("Steps of dunning are taken again."))
    return redirect("customer_money", found.account_id)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def act_on_money(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Ask what to do, show what it would enter, and do it: only as it was shown, and once."""
    account = get_object_or_404(Account, pk=number)
    if name not in ACTS:
        raise Http404
    form = ACTS[name](account, me(request), request.POST if request.method == "POST" else None)
    back = reverse("customer_money", args=[account.pk])
    if about := _about(account, request.GET.get("invoice", "")):
        form.begin_at(about)
        back = reverse("desk_invoice", args=[about.pk])
    foreseen = None
    if request.method == "POST" and form.is_valid():
        try:
            if "seen" in request.POST:
                act(_as_seen)(account, form, request.POST["seen"])
                messages.success(request, str(form.done))
                return redirect(back)
            foreseen = _rehearse(account, form)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
    context = {
        "kind": "account",
        "subject": account,
        "form": form,
        "title": form.title,
        "foreseen": foreseen,
        "seen": _last(account),
        "about": about,
        "back": back,
    }
    return render(request, "billing/desk/act.html", context)


def _about(account: Account, key: str) -> Invoice | None:
    """The invoice of the account that an act begins at."""
    invoices = account.invoices.filter(kind=Invoice.Kind.INVOICE)
    return invoices.filter(pk=key).first() if re.fullmatch(r"[0-9]{1,18}", key) else None


def _rehearse(account: Account, form: Act) -> list[Posting]:
    """What an act would enter: it is carried out, and taken back at once."""
    last = Posting.objects.aggregate(last=Max("pk"))["last"] or 0
    with transaction.atomic():
        form.carry_out(at=timezone.now())
        made = Posting.objects.filter(account=account, pk__gt=last).order_by("pk")
        entered = list(made.select_related("transaction", "invoice"))
        transaction.set_rollback(True)
    return entered


def _as_seen(account: Account, form: Act, seen: Any) -> None:
    """Carry an act out on the books that were seen. Raises TrothError where they have changed."""
    account = lock_or_refuse(account)
    if str(_last(account)) != seen:
        raise TrothError(_("Something has been entered in the meantime. Please look again."))
    form.carry_out(at=timezone.now())


def _last(account: Account) -> int:
    """The last entry of an account, or 0; every act on money makes another."""
    last = Transaction.objects.filter(account=account).aggregate(last=Max("pk"))["last"]
    return last or 0
