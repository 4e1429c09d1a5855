"""Invoices, and what has been paid for them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Membership
from troth.billing.models import Invoice, Payment
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
    found = listing(request, account.invoices.all(), by="issued_at", search=("number",))
    rows = [(invoice, standing(invoice, on=today)) for invoice in found.rows]
    context = {"account": account, "listing": found, "invoices": rows}
    return render(request, "billing/invoices.html", context)


@require_safe
@of_account(Invoice)
def invoice(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One invoice as it was issued, and the payments for it."""
    found = get_object_or_404(membership.account.invoices, pk=number)
    lines = list(found.lines.order_by("pk"))
    payments = list(found.payments.filter(account=membership.account).order_by("received_at", "pk"))
    net = sum(line.amount for line in lines)
    context = {
        "account": membership.account,
        "invoice": found,
        "standing": standing(found, on=day_at(timezone.now())),
        "party_country": COUNTRIES.get(found.party_country, found.party_country),
        "lines": lines,
        "net": net,
        "tax": found.total - net,
        "payments": [(payment, _method(payment)) for payment in payments],
        "remains": found.total - sum(payment.amount for payment in payments),
    }
    return render(request, "billing/invoice.html", context)


def unpaid(account: Account) -> QuerySet[Invoice]:
    """The account's invoices that something is still to be paid for."""
    return account.invoices.filter(paid_at=None, total__gt=0)


def standing(invoice: Invoice, *, on: date) -> Standing:
    """How an invoice stands on a day."""
    if invoice.paid_at:
        return Standing("paid", _("Paid on %(day)s") % {"day": day(day_at(invoice.paid_at))})
    if invoice.total <= 0:
        return Standing("paid", _("Nothing to pay"))
    if invoice.due_on is None:
        return Standing("due", _("Not paid yet"))
    if invoice.due_on < on:
        return Standing("overdue", _("Overdue since %(day)s") % {"day": day(invoice.due_on)})
    return Standing("due", _("To be paid by %(day)s") % {"day": day(invoice.due_on)})


def _method(payment: Payment) -> str:
    return str(_METHODS.get(payment.method, payment.method))
