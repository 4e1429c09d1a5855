"""Invoices, and what has been paid for them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Membership
from troth.billing.models import Invoice, Payment
from troth.billing.models.bank_account import account_for
from troth.core.day import day, day_at
from troth.policy.countries import COUNTRIES
from troth.portal.access import of_account
from troth.portal.paging import listing

_METHODS = {
    "card": gettext_lazy("Card"),
    "transfer": gettext_lazy("Bank transfer"),
    "wallet": gettext_lazy("Wallet"),
}


@dataclass(frozen=True)
class Standing:
    """How an invoice stands, in words. `kind` is paid, due or overdue."""

    kind: str
    words: str


@require_safe
@of_account(Invoice)
def invoices(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Invoices, each with how it stands."""
    account, today = membership.account, day_at(timezone.now())
    every = account.invoices.with_standing()
    found = listing(request, every, by="issued_at", search=("number",))
    rows = [(invoice, standing(invoice, on=today)) for invoice in found.rows]
    context = {"account": account, "listing": found, "invoices": rows}
    return render(request, "billing/invoices.html", context)


@require_safe
@of_account(Invoice)
def invoice(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One invoice as it was issued, and the payments for it."""
    account = membership.account
    found = get_object_or_404(account.invoices.with_standing(), pk=number)
    paid = found.postings.filter(account=account, payment__isnull=False, ledger="receivable")
    payments = [
        (-posting.amount, posting.payment)
        for posting in paid.select_related("payment").order_by("payment__received_at", "pk")
        if posting.payment
    ]
    context = {
        "account": account,
        "invoice": found,
        "standing": standing(found, on=day_at(timezone.now())),
        "party_country": COUNTRIES.get(found.party_country, found.party_country),
        "lines": list(found.lines.order_by("position", "pk")),
        "taxes": list(found.taxes.order_by("-rate", "pk")),
        "payments": [(amount, payment, _method(payment)) for amount, payment in payments],
        "remains": found.owed,
        "transfer": found.owed > 0 and account_for(found.currency),
    }
    return render(request, "billing/invoice.html", context)


def unpaid(account: Account) -> QuerySet[Invoice]:
    """The account's invoices that something is still to be paid for."""
    return account.invoices.with_standing().filter(owed__gt=0)


def standing(invoice: Any, *, on: date) -> Standing:
    """How an invoice, found `with_standing`, stands on a day."""
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return Standing("paid", _("Credited to your balance"))
    if invoice.owed <= 0:
        if invoice.settled_on is None:
            return Standing("paid", _("Nothing to pay"))
        return Standing("paid", _("Paid on %(day)s") % {"day": day(invoice.settled_on)})
    if invoice.due_on is None:
        return Standing("due", _("Not paid yet"))
    if invoice.due_on < on:
        return Standing("overdue", _("Overdue since %(day)s") % {"day": day(invoice.due_on)})
    return Standing("due", _("To be paid by %(day)s") % {"day": day(invoice.due_on)})


def _method(payment: Payment) -> str:
    return str(_METHODS.get(payment.method, payment.method))
